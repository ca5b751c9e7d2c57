using System.Buffers;
using NetThreat.Core.Flows;

namespace NetThreat.Packets.Applications;

/// <summary>Bytes of a payload as text: printable ASCII as it is, all else as \xNN, a backslash doubled.</summary>
public static class WireText
{
    private const string Digits = "0123456789abcdef";
    private static readonly SearchValues<byte> Special = SearchValues.Create([.. Enumerable.Range(0, 256).Where(b => b is < 0x20 or > 0x7E or '\\').Select(b => (byte)b)]);

    /// <returns>At most <see cref="ApplicationFacts.MaxText"/> characters.</returns>
    public static string Of(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > ApplicationFacts.MaxText) bytes = bytes[..ApplicationFacts.MaxText];
        if (!bytes.ContainsAny(Special)) return System.Text.Encoding.ASCII.GetString(bytes);
        Span<char> text = stackalloc char[ApplicationFacts.MaxText];
        int n = 0;
        foreach (byte b in bytes)
        {
            bool plain = b is >= 0x20 and <= 0x7E and not (byte)'\\';
            if (n + (plain ? 1 : b == '\\' ? 2 : 4) > text.Length) break;
            if (!plain) text[n++] = '\\';
            if (plain || b == '\\')
            {
                text[n++] = (char)b;
                continue;
            }

            text[n++] = 'x';
            text[n++] = Digits[b >> 4];
            text[n++] = Digits[b & 15];
        }

        return new string(text[..n]);
    }
}
