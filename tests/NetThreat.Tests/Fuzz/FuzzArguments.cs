using System.Globalization;

namespace NetThreat.Tests.Fuzz;

/// <summary>How long and with which seed.</summary>
/// <param name="Decodes">Inputs altogether.</param>
/// <param name="From">The first position.</param>
/// <param name="Journal">Set in the child: where it writes what it is at.</param>
internal sealed record FuzzArguments(ulong Decodes, TimeSpan Time, ulong Seed, ulong From, string? Journal)
{
    /// <returns>Null when the arguments are not understood.</returns>
    public static FuzzArguments? Parse(string[] args)
    {
        var parsed = new FuzzArguments(ulong.MaxValue, TimeSpan.FromHours(1), 1, 0, null);
        for (int i = 0; i + 1 < args.Length; i += 2)
        {
            if (args[i] == "--journal") parsed = parsed with { Journal = args[i + 1] };
            else if (args[i] == "--hours" && double.TryParse(args[i + 1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double hours) && hours is > 0 and < 10_000)
                parsed = parsed with { Time = TimeSpan.FromHours(hours) };
            else if (args[i] == "--ticks" && long.TryParse(args[i + 1], NumberStyles.None, CultureInfo.InvariantCulture, out long ticks)) parsed = parsed with { Time = TimeSpan.FromTicks(ticks) };
            else if (!ulong.TryParse(args[i + 1], NumberStyles.None, CultureInfo.InvariantCulture, out ulong number)) return null;
            else if (args[i] == "--decodes") parsed = parsed with { Decodes = number, Time = TimeSpan.FromDays(365) };
            else if (args[i] == "--seed") parsed = parsed with { Seed = number };
            else if (args[i] == "--from") parsed = parsed with { From = number };
            else return null;
        }

        return args.Length % 2 == 0 ? parsed : null;
    }

    public IEnumerable<string> ToChild() =>
    [
        "fuzz", "--decodes", Decodes.ToString(CultureInfo.InvariantCulture), "--ticks", Math.Max(0, Time.Ticks).ToString(CultureInfo.InvariantCulture),
        "--seed", Seed.ToString(CultureInfo.InvariantCulture), "--from", From.ToString(CultureInfo.InvariantCulture), "--journal", Journal!,
    ];
}
