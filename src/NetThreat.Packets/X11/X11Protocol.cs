using NetThreat.Packets.Applications;

namespace NetThreat.Packets.X11;

/// <summary>The X window system, version 11: byte order, version, and the server's answer.</summary>
internal sealed class X11Protocol() : ApplicationProtocol("x11", Carriers.Tcp, [6000, 6001, 6010], ["x11.auth_protocol", "x11.result", "x11.vendor"])
{
    private const int HeaderLength = 12;

    public override Recognition Recognize(in Payload payload)
    {
        var client = payload.Client();
        if (client.IsEmpty) return Recognition.No;
        if (client[0] is not ((byte)'l' or (byte)'B')) return Recognition.No;
        if (client.Length < HeaderLength) return Recognition.NeedMore;
        bool little = client[0] == 'l';
        if (client[little ? 2 : 3] != 11 || client[little ? 3 : 2] != 0 || client[1] != 0 || (client[4] | client[5]) != 0) return Recognition.No;
        var server = payload.Server();
        if (server.Length < 4) return OnUsualPort(payload) ? Recognition.Yes : Recognition.NeedMore;
        return server[0] <= 2 && server[little ? 2 : 3] == 11 ? Recognition.Yes : Recognition.No;
    }

    public override bool Read(in Payload payload, IFactSink facts)
    {
        var data = payload.Data;
        if (payload.FromOriginator)
        {
            if (data.Length < HeaderLength) return true;
            int length = data[0] == 'l' ? data[6] | data[7] << 8 : data[6] << 8 | data[7];
            if (data.Length < HeaderLength + Math.Min(length, 64)) return true;
            if (length <= 64) facts.Value("x11.auth_protocol", data.Slice(HeaderLength, length));
            return false;
        }

        if (data.Length < 40) return !data.IsEmpty || payload.Seen == 0;
        facts.Text("x11.result", data[0] switch { 0 => "failed", 1 => "success", _ => "authenticate" });
        bool little = data[2] == 11;
        int vendor = little ? data[24] | data[25] << 8 : data[24] << 8 | data[25];
        if (data[0] == 1 && vendor <= 128 && data.Length >= 40 + vendor) facts.Value("x11.vendor", data.Slice(40, vendor));
        return false;
    }
}
