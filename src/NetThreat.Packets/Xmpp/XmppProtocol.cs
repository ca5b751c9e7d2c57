using NetThreat.Packets.Applications;

namespace NetThreat.Packets.Xmpp;

/// <summary>Jabber and its successors (RFC 6120): XML streams.</summary>
internal sealed class XmppProtocol() : ApplicationProtocol("xmpp", Carriers.Tcp, [5222, 5269, 5223],
    ["xmpp.to", "xmpp.from", "xmpp.auth", "xmpp.tls"])
{
    /// <summary>How far into a stream its header may be.</summary>
    private const int Window = 512;

    public override Recognition Recognize(in Payload payload)
    {
        var data = payload.Data[..Math.Min(payload.Data.Length, Window)].TrimStart(" \r\n\t"u8);
        if (data.IsEmpty) return Recognition.NeedMore;
        if (data[0] != '<') return Recognition.No;
        if (data.IndexOf("<stream:stream"u8) >= 0 && data.IndexOf("jabber:"u8) >= 0) return Recognition.Yes;
        bool begins = data.StartsWith("<?xml"u8) || data.StartsWith("<stream:"u8) || "<?xml"u8.StartsWith(data) || "<stream:"u8.StartsWith(data);
        return begins && data.Length < Window ? Recognition.NeedMore : Recognition.No;
    }

    public override bool Read(in Payload payload, IFactSink facts)
    {
        var data = payload.Data;
        bool first = payload.Seen == 0;
        int header = data.IndexOf("<stream:stream"u8);
        if (first && header >= 0)
        {
            var tag = data[header..].Before((byte)'>');
            facts.Value("xmpp.to", Attribute(tag, " to="u8));
            facts.Value("xmpp.from", Attribute(tag, " from="u8));
        }

        var fresh = data[Math.Min(payload.Seen, data.Length)..];
        int auth = payload.FromOriginator ? fresh.IndexOf("<auth "u8) : -1;
        if (auth >= 0) facts.Value("xmpp.auth", Attribute(fresh[auth..].Before((byte)'>'), " mechanism="u8));
        if (!payload.FromOriginator || fresh.IndexOf("<starttls"u8) < 0) return payload.FromOriginator || fresh.IndexOf("<proceed"u8) < 0;
        facts.Text("xmpp.tls", "T");
        return false;
    }

    private static ReadOnlySpan<byte> Attribute(ReadOnlySpan<byte> tag, ReadOnlySpan<byte> name)
    {
        int at = tag.IndexOf(name);
        if (at < 0 || tag.Length <= at + name.Length + 1) return default;
        byte quote = tag[at + name.Length];
        return quote is (byte)'"' or (byte)'\'' ? tag[(at + name.Length + 1)..].Before(quote) : default;
    }
}
