using NetThreat.Packets.Applications;

namespace NetThreat.Packets.Pop3;

/// <summary>The Post Office Protocol (RFC 1939; capabilities RFC 2449, TLS RFC 2595).</summary>
internal sealed class Pop3Protocol() : LineProtocol("pop3", Carriers.Tcp, [110, 995],
    ["pop3.server", "pop3.user", "pop3.password_given", "pop3.auth", "pop3.command", "pop3.error", "pop3.tls"])
{
    public override Recognition Recognize(in Payload payload)
    {
        var server = TextLines.First(payload.Server(), out var greeting);
        var client = TextLines.First(payload.Client(), out var command);
        if (server == Recognition.No || client == Recognition.No) return Recognition.No;
        if (server == Recognition.Yes)
        {
            if (!greeting.StartsWith("+OK"u8) && !greeting.StartsWith("-ERR"u8)) return Recognition.No;
            if (greeting.ContainsText("POP3"u8)) return Recognition.Yes;
        }

        if (client == Recognition.NeedMore) return Recognition.NeedMore;
        if (!Opens(command)) return Recognition.No;
        return server == Recognition.Yes || payload.HasPort(110) ? Recognition.Yes : Recognition.NeedMore;
    }

    protected override bool Request(in Payload payload, ReadOnlySpan<byte> line, IFactSink facts)
    {
        var argument = line;
        var command = TextBytes.Word(ref argument);
        // Answers to AUTH are base64 and longer than any command.
        if (command.Length is < 3 or > 4 || !command.IsPrintable()) return true;
        facts.Value("pop3.command", command);
        if (command.IsText("USER"u8)) facts.Value("pop3.user", argument);
        else if (command.IsText("APOP"u8)) facts.Value("pop3.user", argument.Before((byte)' '));
        else if (command.IsText("PASS"u8)) facts.Number("pop3.password_given", 1);
        else if (command.IsText("AUTH"u8)) facts.Value("pop3.auth", argument.Before((byte)' '));
        if (!command.IsText("STLS"u8)) return true;
        facts.Text("pop3.tls", "T");
        return false;
    }

    protected override bool Reply(in Payload payload, ReadOnlySpan<byte> line, IFactSink facts)
    {
        if (line.StartsWith("-ERR"u8)) facts.Value("pop3.error", line);
        else if (payload.Seen == 0 && payload.Data.StartsWith(line) && line.StartsWith("+OK"u8)) facts.Value("pop3.server", line[3..]);
        return true;
    }

    private static bool Opens(ReadOnlySpan<byte> line)
    {
        var command = line.Before((byte)' ');
        return command.IsText("USER"u8) || command.IsText("CAPA"u8) || command.IsText("APOP"u8) || command.IsText("STLS"u8) || command.IsText("AUTH"u8);
    }
}
