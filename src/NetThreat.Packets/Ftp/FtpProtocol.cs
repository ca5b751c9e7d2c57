using System.Text;
using NetThreat.Packets.Applications;

namespace NetThreat.Packets.Ftp;

/// <summary>The control connection of FTP (RFC 959; TLS by RFC 4217). A password is only said to have been given.</summary>
internal sealed class FtpProtocol() : LineProtocol("ftp", Carriers.Tcp, [21],
    ["ftp.server", "ftp.user", "ftp.password_given", "ftp.command", "ftp.arg", "ftp.reply_code", "ftp.tls"])
{
    public override Recognition Recognize(in Payload payload)
    {
        var server = TextLines.First(payload.Server(), out var greeting);
        var client = TextLines.First(payload.Client(), out var command);
        if (server == Recognition.No || client == Recognition.No) return Recognition.No;
        if (server == Recognition.Yes)
        {
            // A capture that begins within the login.
            if (greeting.ReplyCode() == 331 && command.StartsWithText("PASS "u8)) return Recognition.Yes;
            if (greeting.ReplyCode() is not (220 or 120)) return greeting.ReplyCode() == 331 && client == Recognition.NeedMore ? Recognition.NeedMore : Recognition.No;
            if (greeting.ContainsText("FTP"u8)) return Recognition.Yes;
        }
        else if (!payload.Server().IsEmpty && !"220"u8.StartsWith(payload.Server()[..Math.Min(3, payload.Server().Length)]))
        {
            return Recognition.No;
        }

        if (client == Recognition.NeedMore) return Recognition.NeedMore;
        if (!Opens(command)) return Recognition.No;
        return server == Recognition.Yes || payload.HasPort(21) ? Recognition.Yes : Recognition.NeedMore;
    }

    protected override bool Request(in Payload payload, ReadOnlySpan<byte> line, IFactSink facts)
    {
        var argument = line;
        var command = TextBytes.Word(ref argument);
        if (command.Length is < 3 or > 4 || !Ascii.IsValid(command)) return true;
        facts.Text("ftp.command", Encoding.ASCII.GetString(command).ToUpperInvariant());
        if (command.IsText("USER"u8)) facts.Value("ftp.user", argument);
        else if (command.IsText("PASS"u8)) facts.Number("ftp.password_given", 1);
        else if (NamesFile(command)) facts.Value("ftp.arg", argument);
        return true;
    }

    protected override bool Reply(in Payload payload, ReadOnlySpan<byte> line, IFactSink facts)
    {
        int code = line.ReplyCode();
        if (code == 0 || (line.Length > 3 && line[3] == '-')) return true;
        if (code == 220) facts.Value("ftp.server", line[3..]);
        facts.Number("ftp.reply_code", code);
        if (code != 234) return true;
        facts.Text("ftp.tls", "T");
        return false;
    }

    private static bool Opens(ReadOnlySpan<byte> line)
    {
        var command = line.Before((byte)' ');
        return command.IsText("USER"u8) || command.IsText("FEAT"u8) || command.IsText("SYST"u8) || command.IsText("OPTS"u8) || command.IsText("CLNT"u8)
            || line.IsText("AUTH TLS"u8) || line.IsText("AUTH SSL"u8);
    }

    private static bool NamesFile(ReadOnlySpan<byte> command) =>
        command.IsText("RETR"u8) || command.IsText("STOR"u8) || command.IsText("APPE"u8) || command.IsText("DELE"u8) || command.IsText("CWD"u8)
        || command.IsText("MKD"u8) || command.IsText("RMD"u8) || command.IsText("RNFR"u8) || command.IsText("RNTO"u8) || command.IsText("SITE"u8);
}
