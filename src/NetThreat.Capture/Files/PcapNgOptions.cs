using System.Buffers.Binary;

namespace NetThreat.Capture.Files;

/// <summary>The options of a pcapng block (draft-ietf-opsawg-pcapng section 3.5): code, length, value padded to four bytes.</summary>
internal static class PcapNgOptions
{
    private const int TimeResolution = 9, TimeOffset = 14;

    /// <summary>if_tsresol and if_tsoffset; what is absent or malformed keeps its default.</summary>
    public static TimeScale ReadTimeScale(ReadOnlySpan<byte> options, bool bigEndian)
    {
        var scale = TimeScale.Default;
        while (options.Length >= 4)
        {
            int code = U16(options, bigEndian), length = U16(options[2..], bigEndian), padded = length + 3 & ~3;
            if (code == 0 || padded > options.Length - 4) break;
            var value = options.Slice(4, length);
            if (code == TimeResolution && length == 1) scale = scale with { Resolution = value[0] };
            if (code == TimeOffset && length == 8) scale = scale with { OffsetSeconds = I64(value, bigEndian) };
            options = options[(4 + padded)..];
        }

        return scale;
    }

    private static int U16(ReadOnlySpan<byte> b, bool bigEndian) =>
        bigEndian ? BinaryPrimitives.ReadUInt16BigEndian(b) : BinaryPrimitives.ReadUInt16LittleEndian(b);

    private static long I64(ReadOnlySpan<byte> b, bool bigEndian) =>
        bigEndian ? BinaryPrimitives.ReadInt64BigEndian(b) : BinaryPrimitives.ReadInt64LittleEndian(b);
}
