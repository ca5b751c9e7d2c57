using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace NetThreat.Learning.Distances;

/// <summary>
/// Rows in float32 that tell at half the cost which rows are certainly too far; what may be near is measured in float64, so that no result
/// depends on it. It needs rows that are float32 values, as those of tables are; without them it tells nothing.
/// </summary>
internal sealed class Sieve
{
    /// <summary>Wider rows are not sieved: the narrow query is on the stack.</summary>
    public const int MaxWidth = 256;

    /// <summary>Narrower ones are as quick to measure.</summary>
    private const int MinWidth = 8;

    /// <summary>Squares that underflow may be rounded up by this much.</summary>
    private const float Underflow = 1e-37f;

    private readonly float[] _values;
    private readonly int _width;
    private readonly double _slack;

    public Sieve(Points rows)
    {
        _width = rows.Width;
        // Every addition of a lane, and the difference and the square, round by at most 2^-24 of the sum: twice that to be safe.
        _slack = 1 + (rows.Width / 8.0 + 16) * 1.2e-7;
        _values = new float[rows.Values.Length];
        if (rows.Width is < MinWidth or > MaxWidth || !Fits(rows.Values, _values)) _values = [];
    }

    /// <summary>The query in float32, empty where it or the rows are not of that precision.</summary>
    public ReadOnlySpan<float> Narrow(ReadOnlySpan<double> query, Span<float> narrow) =>
        _values.Length > 0 && Fits(query, narrow) ? narrow[..query.Length] : [];

    /// <summary>Is the squared distance to a row certainly more than the limit?</summary>
    public bool Beyond(ReadOnlySpan<float> query, int row, double limit)
    {
        if (query.IsEmpty) return false;
        ref float x = ref MemoryMarshal.GetReference(query), y = ref _values[row * _width];
        Vector256<float> even = default, odd = default;
        int i = 0;
        for (; i <= query.Length - 16; i += 16)
        {
            var a = Vector256.LoadUnsafe(ref x, (nuint)i) - Vector256.LoadUnsafe(ref y, (nuint)i);
            var b = Vector256.LoadUnsafe(ref x, (nuint)(i + 8)) - Vector256.LoadUnsafe(ref y, (nuint)(i + 8));
            even += a * a;
            odd += b * b;
        }
        if (i <= query.Length - 8)
        {
            var a = Vector256.LoadUnsafe(ref x, (nuint)i) - Vector256.LoadUnsafe(ref y, (nuint)i);
            even += a * a;
        }
        // Up to seven columns are left out, which can only make the sum smaller; a sum that overflows tells nothing.
        float sum = Vector256.Sum(even + odd);
        return sum > limit * _slack + Underflow && float.IsFinite(sum);
    }

    private static bool Fits(ReadOnlySpan<double> values, Span<float> narrow)
    {
        if (values.Length > narrow.Length) return false;
        for (int i = 0; i < values.Length; i++)
        {
            narrow[i] = (float)values[i];
            if (narrow[i] != values[i]) return false;
        }
        return true;
    }
}
