using System.Buffers.Text;

namespace NetThreat.FlowExport;

/// <summary>Nanoseconds as seconds with six decimals, rounded down: the precision of Zeek's logs.</summary>
internal static class DecimalSeconds
{
    public const int MaxLength = 32;

    /// <returns>Bytes written.</returns>
    public static int Format(long nanoseconds, Span<byte> destination)
    {
        long microseconds = nanoseconds / 1000 - (nanoseconds % 1000 < 0 ? 1 : 0);
        int n = 0;
        if (microseconds < 0)
        {
            destination[n++] = (byte)'-';
            microseconds = -microseconds;
        }

        Utf8Formatter.TryFormat(microseconds / 1_000_000, destination[n..], out int whole);
        n += whole;
        destination[n++] = (byte)'.';
        long fraction = microseconds % 1_000_000;
        for (int i = n + 5; i >= n; i--)
        {
            destination[i] = (byte)('0' + fraction % 10);
            fraction /= 10;
        }

        return n + 6;
    }
}
