using System.Globalization;

namespace NetThreat.Benchmarks.Meter;

/// <summary>The options of the meter benchmark.</summary>
internal sealed record MeterArguments(string File, int Repeats)
{
    /// <returns>Null when the arguments are not understood.</returns>
    public static MeterArguments? Parse(string[] args) => args switch
    {
        [var file] => new(file, 3),
        [var file, "--repeats", var n] when int.TryParse(n, NumberStyles.None, CultureInfo.InvariantCulture, out int repeats) && repeats is >= 1 and <= 100 => new(file, repeats),
        _ => null,
    };
}
