using NetThreat.Packets.Applications;

namespace NetThreat.Packets.Imap;

/// <summary>IMAP (RFC 9051, RFC 3501): tagged commands and tagged replies.</summary>
internal sealed class ImapProtocol() : LineProtocol("imap", Carriers.Tcp, [143, 993],
    ["imap.server", "imap.user", "imap.auth", "imap.auth_result", "imap.command", "imap.tls"])
{
    public override Recognition Recognize(in Payload payload)
    {
        var server = TextLines.First(payload.Server(), out var greeting);
        var client = TextLines.First(payload.Client(), out var command);
        if (server == Recognition.No || client == Recognition.No) return Recognition.No;
        if (server == Recognition.Yes)
        {
            if (!Greets(greeting)) return Recognition.No;
            if (greeting.ContainsText("IMAP"u8)) return Recognition.Yes;
        }

        if (client == Recognition.NeedMore) return Recognition.NeedMore;
        if (!IsCommand(command)) return Recognition.No;
        return server == Recognition.Yes || payload.HasPort(143) ? Recognition.Yes : Recognition.NeedMore;
    }

    protected override bool Request(in Payload payload, ReadOnlySpan<byte> line, IFactSink facts)
    {
        if (!IsCommand(line)) return true;
        var rest = line.After((byte)' ');
        var command = TextBytes.Word(ref rest);
        facts.Value("imap.command", command);
        if (command.IsText("LOGIN"u8)) facts.Value("imap.user", rest.StartsWith("\""u8) ? rest[1..].Before((byte)'"') : rest.Before((byte)' '));
        else if (command.IsText("AUTHENTICATE"u8)) facts.Value("imap.auth", rest.Before((byte)' '));
        if (!command.IsText("STARTTLS"u8)) return true;
        facts.Text("imap.tls", "T");
        return false;
    }

    protected override bool Reply(in Payload payload, ReadOnlySpan<byte> line, IFactSink facts)
    {
        if (payload.Data.StartsWith(line) && Greets(line)) facts.Value("imap.server", line[2..]);
        var rest = line;
        var tag = TextBytes.Word(ref rest);
        var status = rest.Before((byte)' ');
        if (!status.IsText("OK"u8) && !status.IsText("NO"u8) && !status.IsText("BAD"u8)) return true;
        var lines = new TextLines(payload.Opposite);
        while (lines.MoveNext())
            if (Signs(lines.Current, tag)) facts.Value("imap.auth_result", status);
        return true;
    }

    private static bool Greets(ReadOnlySpan<byte> line) =>
        line.StartsWithText("* OK"u8) || line.StartsWithText("* PREAUTH"u8) || line.StartsWithText("* BYE"u8);

    /// <summary>The line is the command with this tag, and proves who the client is.</summary>
    private static bool Signs(ReadOnlySpan<byte> line, ReadOnlySpan<byte> tag)
    {
        var rest = line;
        if (!TextBytes.Word(ref rest).SequenceEqual(tag)) return false;
        var command = rest.Before((byte)' ');
        return command.IsText("LOGIN"u8) || command.IsText("AUTHENTICATE"u8);
    }

    private static bool IsCommand(ReadOnlySpan<byte> line)
    {
        var rest = line;
        var tag = TextBytes.Word(ref rest);
        var command = rest.Before((byte)' ');
        if (tag.Length is 0 or > 20 || !tag.IsPrintable()) return false;
        return command.IsText("LOGIN"u8) || command.IsText("CAPABILITY"u8) || command.IsText("AUTHENTICATE"u8) || command.IsText("STARTTLS"u8)
            || command.IsText("SELECT"u8) || command.IsText("EXAMINE"u8) || command.IsText("FETCH"u8) || command.IsText("LOGOUT"u8)
            || command.IsText("ID"u8) || command.IsText("LIST"u8) || command.IsText("APPEND"u8) || command.IsText("UID"u8) || command.IsText("NOOP"u8) || command.IsText("IDLE"u8);
    }
}
