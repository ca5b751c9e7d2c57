using System.Buffers.Binary;
using NetThreat.Packets.Applications;

namespace NetThreat.Packets.Rfb;

/// <summary>VNC's remote framebuffer protocol (RFC 6143): versions, security type and whether authentication succeeded.</summary>
internal sealed class RfbProtocol() : ApplicationProtocol("rfb", Carriers.Tcp, [5900, 5901, 5902, 5903],
    ["rfb.client_version", "rfb.server_version", "rfb.authentication_method", "rfb.auth", "rfb.desktop_name"])
{
    private const int VersionLength = 12;

    public override Recognition Recognize(in Payload payload)
    {
        var data = payload.Data;
        if (data.Length < VersionLength) return "RFB "u8.StartsWith(data[..Math.Min(4, data.Length)]) ? Recognition.NeedMore : Recognition.No;
        return data.StartsWith("RFB 00"u8) && data[7] == '.' && data[11] == '\n' ? Recognition.Yes : Recognition.No;
    }

    public override bool Read(in Payload payload, IFactSink facts)
    {
        var data = payload.Data;
        if (data.Length < VersionLength) return true;
        if (payload.Seen < VersionLength) facts.Text(payload.FromOriginator ? "rfb.client_version" : "rfb.server_version", data[4..11]);
        // The client's choice is needed to understand the server.
        if (payload.FromOriginator || payload.Opposite.Length < VersionLength) return true;
        return payload.Opposite[10] == '3' ? ReadOldServer(payload, facts) : ReadServer(payload, facts);
    }

    /// <summary>Version 3.3: the server decides the security type (section 7.1.2).</summary>
    private static bool ReadOldServer(in Payload payload, IFactSink facts)
    {
        if (payload.Data.Length < VersionLength + 4) return true;
        uint type = BinaryPrimitives.ReadUInt32BigEndian(payload.Data[VersionLength..]);
        if (payload.IsNew(VersionLength + 4) || payload.Opposite.Length == VersionLength) facts.Text("rfb.authentication_method", Method((byte)Math.Min(type, 255)));
        return type == 2 && Result(payload, VersionLength + 4 + 16, facts);
    }

    /// <summary>From version 3.7 on the client chooses among the types that the server lists.</summary>
    private static bool ReadServer(in Payload payload, IFactSink facts)
    {
        var data = payload.Data;
        if (data.Length < VersionLength + 1) return true;
        int types = data[VersionLength];
        if (types == 0) return false;
        int end = VersionLength + 1 + types;
        if (data.Length < end || payload.Opposite.Length < VersionLength + 1) return true;
        byte chosen = payload.Opposite[VersionLength];
        if (data[(VersionLength + 1)..end].IndexOf(chosen) < 0) return false;
        if (data.Length > end && payload.Seen <= end) facts.Text("rfb.authentication_method", Method(chosen));
        return chosen switch { 1 => Result(payload, end, facts), 2 => Result(payload, end + 16, facts), _ => false };
    }

    private static bool Result(in Payload payload, int at, IFactSink facts)
    {
        var data = payload.Data;
        if (data.Length < at + 4) return true;
        if (payload.IsNew(at + 4)) facts.Text("rfb.auth", data.Slice(at, 4).IndexOfAnyExcept((byte)0) < 0 ? "T" : "F");
        // ServerInit: width, height, 16 bytes of pixel format, name.
        at += 4;
        if (data.Length < at + 24) return true;
        uint length = BinaryPrimitives.ReadUInt32BigEndian(data[(at + 20)..]);
        if (length <= FactText.MaxLength && data.Length < at + 24 + (int)length) return true;
        facts.Value("rfb.desktop_name", data.Slice(at + 24, (int)Math.Min(length, (uint)(data.Length - at - 24))));
        return false;
    }

    private static string Method(byte type) => type switch
    {
        0 => "Invalid",
        1 => "None",
        2 => "VNC",
        16 => "Tight",
        17 => "Ultra",
        18 => "TLS",
        19 => "VeNCrypt",
        30 or 35 => "Apple Remote Desktop",
        _ => "other",
    };
}
