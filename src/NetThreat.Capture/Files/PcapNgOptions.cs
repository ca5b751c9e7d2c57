using System.Buffers.Binary;

namespace NetThreat.Capture.Files;

/// <summary>The options of a pcapng block (draft-ietf-opsawg-pcapng section 3.5): code, length, value padded to four bytes. A file may claim any number: sums stop at the largest.</summary>
internal static class PcapNgOptions
{
    private const int TimeResolution = 9, TimeOffset = 14;
    private const int PacketDrops = 4;
    private const int InterfaceDrops = 5, SystemDrops = 7;

    /// <summary>if_tsresol and if_tsoffset; what is absent or malformed keeps its default.</summary>
    public static TimeScale ReadTimeScale(ReadOnlySpan<byte> options, bool bigEndian)
    {
        var scale = TimeScale.Default;
        while (Next(ref options, bigEndian, out int code, out var value))
        {
            if (code == TimeResolution && value.Length == 1) scale = scale with { Resolution = value[0] };
            if (code == TimeOffset && value.Length == 8) scale = scale with { OffsetSeconds = I64(value, bigEndian) };
        }

        return scale;
    }

    /// <summary>isb_ifdrop and isb_osdrop: totals since the capture's start.</summary>
    public static void ReadStatistics(ReadOnlySpan<byte> options, bool bigEndian, PcapNgDrops drops)
    {
        while (Next(ref options, bigEndian, out int code, out var value))
        {
            if (value.Length != 8) continue;
            if (code == InterfaceDrops) drops.Interface = Math.Max(drops.Interface, I64(value, bigEndian));
            if (code == SystemDrops) drops.System = Math.Max(drops.System, I64(value, bigEndian));
        }
    }

    /// <summary>epb_dropcount: packets lost between this one and the one before it.</summary>
    public static void ReadPacket(ReadOnlySpan<byte> options, bool bigEndian, PcapNgDrops drops)
    {
        while (Next(ref options, bigEndian, out int code, out var value))
            if (code == PacketDrops && value.Length == 8) drops.BetweenPackets = SaturatingAdd(drops.BetweenPackets, I64(value, bigEndian));
    }

    private static bool Next(ref ReadOnlySpan<byte> options, bool bigEndian, out int code, out ReadOnlySpan<byte> value)
    {
        code = 0;
        value = default;
        if (options.Length < 4) return false;
        code = U16(options, bigEndian);
        int length = U16(options[2..], bigEndian), padded = length + 3 & ~3;
        if (code == 0 || padded > options.Length - 4) return false;
        value = options.Slice(4, length);
        options = options[(4 + padded)..];
        return true;
    }

    private static long SaturatingAdd(long a, long b) => b < 0 || a > long.MaxValue - b ? long.MaxValue : a + b;

    private static int U16(ReadOnlySpan<byte> b, bool bigEndian) =>
        bigEndian ? BinaryPrimitives.ReadUInt16BigEndian(b) : BinaryPrimitives.ReadUInt16LittleEndian(b);

    private static long I64(ReadOnlySpan<byte> b, bool bigEndian) =>
        bigEndian ? BinaryPrimitives.ReadInt64BigEndian(b) : BinaryPrimitives.ReadInt64LittleEndian(b);
}
