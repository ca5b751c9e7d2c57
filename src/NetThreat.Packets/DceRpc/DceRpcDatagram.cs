using System.Buffers.Binary;
using NetThreat.Packets.Applications;

namespace NetThreat.Packets.DceRpc;

/// <summary>The connectionless protocol (C706 section 12.5), of which PROFINET is the user that is left.</summary>
internal static class DceRpcDatagram
{
    private const int HeaderLength = 80, LittleEndianBit = 0x10;

    public static Recognition Recognize(in Payload payload)
    {
        var data = payload.Data;
        if (data.Length < HeaderLength || data[0] != 4 || data[1] > 10 || (data[4] & 0xEE) != 0 || data[5] > 3 || data[6] != 0) return Recognition.No;
        return Number(data, 74) + HeaderLength <= payload.WireLength && data.Slice(24, 16).IndexOfAnyExcept((byte)0) >= 0 ? Recognition.Yes : Recognition.No;
    }

    public static bool Read(in Payload payload, IFactSink facts)
    {
        var data = payload.Data;
        if (data.Length < HeaderLength) return true;
        var id = new Guid(data.Slice(24, 16), bigEndian: (data[4] & LittleEndianBit) == 0);
        if (DceRpcInterfaces.Find(id) is { } known) facts.Text("dce_rpc.endpoint", known.Name);
        facts.Text("dce_rpc.uuid", id.ToString("D"));
        if (data[1] == 0) DceRpcStream.Operation(Number(data, 68), id, facts);
        return true;
    }

    private static int Number(ReadOnlySpan<byte> data, int at) =>
        (data[4] & LittleEndianBit) != 0 ? BinaryPrimitives.ReadUInt16LittleEndian(data[at..]) : BinaryPrimitives.ReadUInt16BigEndian(data[at..]);
}
