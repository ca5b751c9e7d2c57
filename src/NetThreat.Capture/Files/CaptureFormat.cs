using System.Buffers.Binary;

namespace NetThreat.Capture.Files;

/// <summary>Tells formats by their first bytes.</summary>
internal static class CaptureFormat
{
    public static bool IsGzip(ReadOnlySpan<byte> head) => head is [0x1F, 0x8B, ..];

    public static bool IsPcap(ReadOnlySpan<byte> head) => head.Length >= 4 && PcapReader.IsMagic(BinaryPrimitives.ReadUInt32LittleEndian(head));

    public static bool IsPcapNg(ReadOnlySpan<byte> head) => head.Length >= 4 && BinaryPrimitives.ReadUInt32LittleEndian(head) == PcapNgReader.SectionHeader;

    /// <summary>What to tell a person about bytes that are no capture.</summary>
    public static string Advice(ReadOnlySpan<byte> head) => head switch
    {
        [0x28, 0xB5, 0x2F, 0xFD, ..] => "is compressed with zstd: decompress it first (zstd -d)",
        [0xFD, 0x37, 0x7A, 0x58, 0x5A, ..] => "is compressed with xz: decompress it first (xz -d)",
        [0x42, 0x5A, 0x68, ..] => "is compressed with bzip2: decompress it first (bzip2 -d)",
        [0x50, 0x4B, 0x03, 0x04, ..] => "is a zip archive: unpack it first (unzip)",
        [0x73, 0x6E, 0x6F, 0x6F, 0x70, 0, 0, 0, ..] => "is a snoop capture: convert it with editcap",
        _ => "is not a pcap or pcapng capture: name a file written by tcpdump, tshark or Wireshark",
    };
}
