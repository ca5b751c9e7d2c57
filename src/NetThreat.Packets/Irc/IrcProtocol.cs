using NetThreat.Packets.Applications;

namespace NetThreat.Packets.Irc;

/// <summary>Internet Relay Chat (RFC 1459, RFC 2812): prefix, command, parameters.</summary>
internal sealed class IrcProtocol() : LineProtocol("irc", Carriers.Tcp, [6667, 6666, 6668, 6669, 194],
    ["irc.nick", "irc.user", "irc.channel", "irc.command", "irc.server", "irc.tls"])
{
    private const int MaxLines = 4;

    public override Recognition Recognize(in Payload payload)
    {
        var server = TextLines.First(payload.Server(), out var reply);
        var client = TextLines.First(payload.Client(), out _);
        if (server == Recognition.No || client == Recognition.No) return Recognition.No;
        bool replied = server == Recognition.Yes && IsServer(reply);
        if (server == Recognition.Yes && !replied) return Recognition.No;
        var asked = client == Recognition.Yes ? Opens(payload.Client()) : Recognition.NeedMore;
        if (asked == Recognition.No) return Recognition.No;
        return asked == Recognition.Yes && (replied || OnUsualPort(payload) || HasBoth(payload.Client())) ? Recognition.Yes : Recognition.NeedMore;
    }

    protected override bool Request(in Payload payload, ReadOnlySpan<byte> line, IFactSink facts)
    {
        var rest = line;
        var command = TextBytes.Word(ref rest);
        // PASS, OPER and messages to services may hold passwords: only their names are told.
        if (command.Length is > 1 and <= 12 && command.IsPrintable()) facts.Value("irc.command", command);
        if (command.IsText("NICK"u8)) facts.Value("irc.nick", rest.TrimStart((byte)':'));
        else if (command.IsText("USER"u8)) facts.Value("irc.user", rest.Before((byte)' '));
        else if (command.IsText("JOIN"u8)) facts.Value("irc.channel", rest.TrimStart((byte)':').Before((byte)' '));
        if (!command.IsText("STARTTLS"u8)) return true;
        facts.Text("irc.tls", "T");
        return false;
    }

    protected override bool Reply(in Payload payload, ReadOnlySpan<byte> line, IFactSink facts)
    {
        if (line.StartsWith(":"u8) && line.After((byte)' ').StartsWith("001 "u8)) facts.Value("irc.server", line[1..].Before((byte)' '));
        return true;
    }

    private static Recognition Opens(ReadOnlySpan<byte> client)
    {
        var lines = new TextLines(client);
        for (int n = 0; n < MaxLines && lines.MoveNext(); n++)
        {
            var command = lines.Current.Before((byte)' ');
            if (command.IsText("NICK"u8) || IsUser(lines.Current) || lines.Current.StartsWithText("CAP LS"u8) || command.IsText("JOIN"u8) || lines.Current.IsText("STARTTLS"u8)) return Recognition.Yes;
            if (!command.IsText("PASS"u8) && !command.IsText("PONG"u8)) return Recognition.No;
        }

        return Recognition.NeedMore;
    }

    private static bool HasBoth(ReadOnlySpan<byte> client)
    {
        var lines = new TextLines(client);
        bool nick = false, user = false;
        for (int n = 0; n < MaxLines && lines.MoveNext(); n++)
        {
            nick |= lines.Current.StartsWithText("NICK "u8);
            user |= IsUser(lines.Current);
        }

        return nick && user;
    }

    /// <summary>USER of IRC has four parameters, that of FTP and POP3 one.</summary>
    private static bool IsUser(ReadOnlySpan<byte> line) => line.StartsWithText("USER "u8) && line[5..].Count((byte)' ') >= 3;

    private static bool IsServer(ReadOnlySpan<byte> line)
    {
        if (line.StartsWithText("NOTICE "u8) || line.StartsWithText("PING :"u8) || line.StartsWithText("ERROR :"u8)) return true;
        if (!line.StartsWith(":"u8)) return false;
        var command = line.After((byte)' ').Before((byte)' ');
        return (command.Length == 3 && command.Decimal() > 0) || command.IsText("NOTICE"u8) || command.IsText("CAP"u8) || command.IsText("PRIVMSG"u8);
    }
}
