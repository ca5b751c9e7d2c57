using System.Buffers.Binary;
using NetThreat.Packets.Applications;

namespace NetThreat.Packets.Rdp;

/// <summary>The client's data blocks in the MCS connect request ([MS-RDPBCGR] section 2.2.1.3), behind the key "Duca" of the conference's creation.</summary>
internal static class RdpClient
{
    private const ushort Core = 0xC001, Network = 0xC003;

    private const int MaxChannels = 8, ChannelLength = 12;

    /// <returns>False when the data are not a connect request.</returns>
    public static bool Read(ReadOnlySpan<byte> request, IFactSink facts)
    {
        int key = request.IndexOf("Duca"u8);
        if (key < 0 || request.Length < key + 6) return false;
        // A length of one or two bytes (ALIGNED PER) stands before the blocks.
        var blocks = request[(key + 4 + (request[key + 4] >= 0x80 ? 2 : 1))..];
        while (blocks.Length >= 4)
        {
            ushort type = BinaryPrimitives.ReadUInt16LittleEndian(blocks);
            int length = BinaryPrimitives.ReadUInt16LittleEndian(blocks[2..]);
            if (length < 4 || length > blocks.Length) break;
            if (type == Core) Description(blocks[..length], facts);
            else if (type == Network) Channels(blocks[..length], facts);
            blocks = blocks[length..];
        }

        return true;
    }

    private static void Description(ReadOnlySpan<byte> block, IFactSink facts)
    {
        if (block.Length < 56) return;
        facts.Number("rdp.desktop_width", BinaryPrimitives.ReadUInt16LittleEndian(block[8..]));
        facts.Number("rdp.desktop_height", BinaryPrimitives.ReadUInt16LittleEndian(block[10..]));
        facts.Number("rdp.keyboard_layout", BinaryPrimitives.ReadUInt32LittleEndian(block[16..]));
        facts.Number("rdp.client_build", BinaryPrimitives.ReadUInt32LittleEndian(block[20..]));
        var name = block.Slice(24, 32);
        int end = 0;
        while (end + 1 < name.Length && (name[end] | name[end + 1]) != 0) end += 2;
        facts.Utf16("rdp.client_name", name[..end]);
    }

    private static void Channels(ReadOnlySpan<byte> block, IFactSink facts)
    {
        if (block.Length < 8) return;
        uint count = Math.Min(BinaryPrimitives.ReadUInt32LittleEndian(block[4..]), MaxChannels);
        for (int n = 0, at = 8; n < count && at + ChannelLength <= block.Length; n++, at += ChannelLength)
            facts.Value("rdp.client_channel", block.Slice(at, 8).Before((byte)0));
    }
}
