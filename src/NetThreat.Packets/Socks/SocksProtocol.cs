using System.Buffers.Binary;
using NetThreat.Packets.Applications;

namespace NetThreat.Packets.Socks;

/// <summary>SOCKS 4, 4a and 5 (RFC 1928, RFC 1929): who is asked for. Passwords are not kept.</summary>
internal sealed class SocksProtocol() : ApplicationProtocol("socks", Carriers.Tcp, [1080, 9050, 9150],
    ["socks.version", "socks.user", "socks.request_host", "socks.request_port", "socks.command", "socks.auth", "socks.status", "socks.bound_host"])
{
    public override Recognition Recognize(in Payload payload)
    {
        var client = payload.Client();
        if (client.IsEmpty) return OnUsualPort(payload) ? Recognition.NeedMore : Recognition.No;
        return client[0] switch { 4 => Version4(payload), 5 => Version5(payload), _ => Recognition.No };
    }

    public override bool Read(in Payload payload, IFactSink facts)
    {
        if (payload.Data.IsEmpty) return true;
        // A reply begins with zero in version 4 and with five in version 5.
        return payload.Data[0] == 5 ? Socks5.Read(payload, facts) : Socks4.Read(payload, facts);
    }

    private static Recognition Version4(in Payload payload)
    {
        var client = payload.Client();
        if (client.Length < 9) return client.Length < 2 || client[1] is 1 or 2 ? Recognition.NeedMore : Recognition.No;
        if (client[1] is not (1 or 2) || BinaryPrimitives.ReadUInt16BigEndian(client[2..]) == 0) return Recognition.No;
        var user = client[8..].Before((byte)0);
        if (user.Length > 64 || (!user.IsEmpty && !user.IsPrintable())) return Recognition.No;
        var server = payload.Server();
        if (server.IsEmpty) return Recognition.NeedMore;
        return server[0] == 0 && server.Length is < 2 or >= 8 && (server.Length < 2 || server[1] is >= 90 and <= 93) ? Recognition.Yes : Recognition.No;
    }

    private static Recognition Version5(in Payload payload)
    {
        var client = payload.Client();
        var server = payload.Server();
        if (client.Length < 2) return Recognition.NeedMore;
        int methods = client[1];
        if (methods is 0 or > 16 || (server.IsEmpty && client.Length > 2 + methods)) return Recognition.No;
        if (client.Length < 2 + methods || server.Length < 2) return Recognition.NeedMore;
        bool chosen = server[1] == 0xFF || client.Slice(2, methods).IndexOf(server[1]) >= 0;
        return server[0] == 5 && chosen ? Recognition.Yes : Recognition.No;
    }
}
