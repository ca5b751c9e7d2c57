using NetThreat.Packets.Applications;
using NetThreat.Packets.Iso;

namespace NetThreat.Packets.Rdp;

/// <summary>Remote desktop ([MS-RDPBCGR]): the negotiation before encryption, and with old security the client's description of itself.</summary>
internal sealed class RdpProtocol() : ApplicationProtocol("rdp", Carriers.Tcp, [3389],
    ["rdp.cookie", "rdp.requested_security", "rdp.security_protocol", "rdp.result", "rdp.client_build", "rdp.client_name", "rdp.desktop_width", "rdp.desktop_height", "rdp.keyboard_layout", "rdp.client_channel"])
{
    private const byte Request = 1, Response = 2, Failure = 3;

    public override Recognition Recognize(in Payload payload)
    {
        var frames = new Tpkt(payload.Client());
        if (!frames.MoveNext()) return frames.Failed ? Recognition.No : Recognition.NeedMore;
        if (frames.Code != Tpkt.ConnectionRequest) return Recognition.No;
        if (frames.Body.StartsWith("Cookie: "u8) || IsNegotiation(frames.Body, Request)) return Recognition.Yes;
        // Version 4 and scanners send neither: an empty request.
        return frames.Body.IsEmpty && payload.HasPort(3389) ? Recognition.Yes : Recognition.No;
    }

    public override bool Read(in Payload payload, IFactSink facts)
    {
        var frames = new Tpkt(payload.Data);
        while (frames.MoveNext())
        {
            if (!payload.IsNew(frames.End)) continue;
            if (frames.Code == Tpkt.ConnectionRequest) Requested(frames.Body, facts);
            else if (frames.Code == Tpkt.ConnectionConfirm) Confirmed(frames.Body, facts);
            else if (payload.FromOriginator) return !RdpClient.Read(frames.Body, facts);
        }

        // TLS, or the fast path, begins.
        return !frames.Failed;
    }

    private static void Requested(ReadOnlySpan<byte> body, IFactSink facts)
    {
        int end = body.IndexOf("\r\n"u8);
        if (end >= 0 && body.StartsWith("Cookie: "u8))
        {
            var cookie = body[8..end];
            facts.Value("rdp.cookie", cookie.StartsWith("mstshash="u8) ? cookie[9..] : cookie);
            body = body[(end + 2)..];
        }

        if (IsNegotiation(body, Request)) facts.Text("rdp.requested_security", Protocols(body[4]));
    }

    private static void Confirmed(ReadOnlySpan<byte> body, IFactSink facts)
    {
        if (IsNegotiation(body, Response)) facts.Text("rdp.security_protocol", Selected(body[4]));
        else if (IsNegotiation(body, Failure)) facts.Text("rdp.result", FailureName(body[4]));
        else if (body.IsEmpty) facts.Text("rdp.security_protocol", "RDP");
    }

    /// <summary>Type, flags and a length of 8 (sections 2.2.1.1.1, 2.2.1.2.1, 2.2.1.2.2).</summary>
    private static bool IsNegotiation(ReadOnlySpan<byte> body, byte type) => body.Length >= 8 && body[0] == type && body[2] == 8 && body[3] == 0;

    private static string Protocols(byte bits)
    {
        if (bits == 0) return "RDP";
        var names = new List<string>(4);
        if ((bits & 1) != 0) names.Add("SSL");
        if ((bits & 2) != 0) names.Add("HYBRID");
        if ((bits & 4) != 0) names.Add("RDSTLS");
        if ((bits & 8) != 0) names.Add("HYBRID_EX");
        return string.Join(',', names);
    }

    private static string Selected(byte value) => value switch { 0 => "RDP", 1 => "SSL", 2 => "HYBRID", 4 => "RDSTLS", 8 => "HYBRID_EX", _ => "other" };

    private static string FailureName(byte code) => code switch
    {
        1 => "SSL_REQUIRED_BY_SERVER",
        2 => "SSL_NOT_ALLOWED_BY_SERVER",
        3 => "SSL_CERT_NOT_ON_SERVER",
        4 => "INCONSISTENT_FLAGS",
        5 => "HYBRID_REQUIRED_BY_SERVER",
        6 => "SSL_WITH_USER_AUTH_REQUIRED_BY_SERVER",
        _ => "other",
    };
}
