using System.Buffers.Binary;
using NetThreat.Packets.Applications;

namespace NetThreat.Packets.NetBios;

/// <summary>NetBIOS datagrams (RFC 1002 section 4.4): computer names and workgroups announced on the local network.</summary>
internal sealed class NetBiosDatagramProtocol() : ApplicationProtocol("netbios_dgm", Carriers.Udp, [138], ["netbios_dgm.type", "netbios_dgm.source", "netbios_dgm.destination", "netbios_dgm.mailslot"])
{
    private const int HeaderLength = 14, EncodedName = 34;

    public override Recognition Recognize(in Payload payload)
    {
        var data = payload.Data;
        if (data.Length < HeaderLength + EncodedName || data[0] is not (0x10 or 0x11 or 0x12) || data[1] > 0x1F) return Recognition.No;
        Span<byte> name = stackalloc byte[16];
        return BinaryPrimitives.ReadUInt16BigEndian(data[10..]) + HeaderLength <= payload.WireLength + EncodedName && NetBiosName.Decode(data[HeaderLength..], name) >= 0
            ? Recognition.Yes : Recognition.No;
    }

    public override bool Read(in Payload payload, IFactSink facts)
    {
        var data = payload.Data;
        if (data.Length < HeaderLength + (2 * EncodedName)) return true;
        facts.Text("netbios_dgm.type", data[0] switch { 0x10 => "unique", 0x11 => "group", _ => "broadcast" });
        Span<byte> name = stackalloc byte[16];
        int length = NetBiosName.Decode(data[HeaderLength..], name);
        if (length > 0) facts.Value("netbios_dgm.source", name[..length]);
        length = NetBiosName.Decode(data[(HeaderLength + EncodedName)..], name);
        if (length > 0) facts.Value("netbios_dgm.destination", name[..length]);
        int slot = data.IndexOf("\\MAILSLOT\\"u8);
        if (slot >= 0) facts.Value("netbios_dgm.mailslot", data[slot..].Before((byte)0));
        return false;
    }
}
