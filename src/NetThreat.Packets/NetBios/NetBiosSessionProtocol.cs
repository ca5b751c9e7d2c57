using System.Buffers.Binary;
using NetThreat.Packets.Applications;

namespace NetThreat.Packets.NetBios;

/// <summary>A NetBIOS session (RFC 1002 section 4.3) in which nothing that has a name of its own is spoken: refused, or never used.</summary>
internal sealed class NetBiosSessionProtocol() : ApplicationProtocol("netbios_ssn", Carriers.Tcp, [139], ["netbios_ssn.called", "netbios_ssn.calling", "netbios_ssn.result"])
{
    private const byte Request = 0x81, Positive = 0x82, Negative = 0x83;

    private const int EncodedName = 34, RequestLength = 4 + (2 * EncodedName);

    public override Recognition Recognize(in Payload payload)
    {
        var client = payload.Client();
        if (client.Length < RequestLength) return client.IsEmpty || (client[0] == Request && (client.Length < 2 || client[1] == 0)) ? Recognition.NeedMore : Recognition.No;
        Span<byte> name = stackalloc byte[16];
        bool asks = client[0] == Request && BinaryPrimitives.ReadUInt16BigEndian(client[2..]) == RequestLength - 4 && NetBiosName.Decode(client[4..], name) >= 0;
        if (!asks) return Recognition.No;
        var server = payload.Server();
        if (server.IsEmpty) return Recognition.NeedMore;
        return server[0] == Negative ? Recognition.Yes : server[0] == Positive && client.Length == RequestLength ? Recognition.NeedMore : Recognition.No;
    }

    public override bool Read(in Payload payload, IFactSink facts)
    {
        var data = payload.Data;
        if (!payload.FromOriginator)
        {
            if (!data.IsEmpty) facts.Text("netbios_ssn.result", data[0] == Negative ? "refused" : "accepted");
            return false;
        }

        if (data.Length < RequestLength) return true;
        Span<byte> name = stackalloc byte[16];
        int length = NetBiosName.Decode(data[4..], name);
        if (length > 0) facts.Value("netbios_ssn.called", name[..length]);
        length = NetBiosName.Decode(data[(4 + EncodedName)..], name);
        if (length > 0) facts.Value("netbios_ssn.calling", name[..length]);
        return false;
    }
}
