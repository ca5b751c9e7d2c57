using NetThreat.Packets.Applications;

namespace NetThreat.Packets.Smtp;

/// <summary>Mail submission and transfer (RFC 5321; TLS by RFC 3207, chunks by RFC 3030). Of a message the envelope and a few header fields are read.</summary>
internal sealed class SmtpProtocol() : ApplicationProtocol("smtp", Carriers.Tcp, [25, 587, 465, 2525],
    ["smtp.server", "smtp.helo", "smtp.mailfrom", "smtp.rcptto", "smtp.from", "smtp.to", "smtp.subject", "smtp.user_agent", "smtp.auth", "smtp.reply_code", "smtp.last_reply", "smtp.tls"], 16384)
{
    public override Recognition Recognize(in Payload payload)
    {
        var server = TextLines.First(payload.Server(), out var greeting);
        var client = TextLines.First(payload.Client(), out var command);
        if (server == Recognition.No || client == Recognition.No) return Recognition.No;
        if (server == Recognition.Yes)
        {
            if (greeting.ReplyCode() is not (220 or 421 or 554)) return Recognition.No;
            if (greeting.ReplyCode() == 220 && greeting.ContainsText("SMTP"u8)) return Recognition.Yes;
        }

        if (client == Recognition.NeedMore) return Recognition.NeedMore;
        if (Greets(command)) return Recognition.Yes;
        // Impatient clients begin with something else.
        bool odd = command.StartsWithText("MAIL FROM:"u8) || command.StartsWithText("STARTTLS"u8) || command.IsText("RSET"u8) || command.IsText("NOOP"u8) || command.IsText("QUIT"u8);
        return odd && OnUsualPort(payload) && server == Recognition.Yes ? Recognition.Yes : Recognition.No;
    }

    public override bool Read(in Payload payload, IFactSink facts) => payload.FromOriginator ? SmtpClient.Read(payload, facts) : ReadReplies(payload, facts);

    private static bool ReadReplies(in Payload payload, IFactSink facts)
    {
        var lines = new TextLines(payload.Data);
        for (int n = 0; lines.MoveNext(); n++)
        {
            int code = lines.Current.ReplyCode();
            if (code == 0) return false;
            if (!payload.IsNew(lines.Position)) continue;
            if (n == 0) facts.Value("smtp.server", lines.Current[Math.Min(4, lines.Current.Length)..]);
            if (lines.Current.Length > 3 && lines.Current[3] == '-') continue;
            facts.Number("smtp.reply_code", code);
            if (code >= 400) facts.Value("smtp.last_reply", lines.Current);
        }

        return true;
    }

    private static bool Greets(ReadOnlySpan<byte> line) =>
        (line.StartsWithText("EHLO "u8) || line.StartsWithText("HELO "u8) || line.StartsWithText("LHLO "u8)
            || line.IsText("EHLO"u8) || line.IsText("HELO"u8)) && line.IsPrintable();
}
