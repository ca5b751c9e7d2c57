using NetThreat.Packets.Applications;

namespace NetThreat.Packets.Syslog;

/// <summary>System messages (RFC 3164, RFC 5424; framing over TCP RFC 6587). The message text is not kept.</summary>
internal sealed class SyslogProtocol() : ApplicationProtocol("syslog", Carriers.Both, [514, 601],
    ["syslog.facility", "syslog.severity", "syslog.host", "syslog.program"])
{
    private static readonly string[] Facilities =
    [
        "KERN", "USER", "MAIL", "DAEMON", "AUTH", "SYSLOG", "LPR", "NEWS", "UUCP", "CRON", "AUTHPRIV", "FTP",
        "NTP", "AUDIT", "ALERT", "CLOCK", "LOCAL0", "LOCAL1", "LOCAL2", "LOCAL3", "LOCAL4", "LOCAL5", "LOCAL6", "LOCAL7",
    ];

    /// <summary>Over TCP: a count, a priority and something behind it; less may be a beginning.</summary>
    private const int MinStream = 8;

    private static readonly string[] Severities = ["EMERG", "ALERT", "CRIT", "ERR", "WARNING", "NOTICE", "INFO", "DEBUG"];

    public override Recognition Recognize(in Payload payload)
    {
        if (!payload.FromOriginator && payload.IsStream) return Recognition.No;
        if (payload.IsStream && payload.Data.Length < MinStream) return payload.Data.IsEmpty || payload.Data[0] is (byte)'<' or (>= (byte)'1' and <= (byte)'9') ? Recognition.NeedMore : Recognition.No;
        var data = Framed(payload);
        int priority = Priority(data, out var text);
        if (priority < 0) return Recognition.No;
        if (IsVersion1(text) || HasTimestamp(text)) return Recognition.Yes;
        return OnUsualPort(payload) && text.Length > 4 && text[..4].IsPrintable() ? Recognition.Yes : Recognition.No;
    }

    public override bool Read(in Payload payload, IFactSink facts)
    {
        var data = Framed(payload);
        int priority = Priority(data, out var text);
        if (priority < 0 || payload.Seen > 0) return false;
        facts.Text("syslog.facility", Facilities[priority >> 3]);
        facts.Text("syslog.severity", Severities[priority & 7]);
        if (IsVersion1(text))
        {
            var rest = text[2..];
            TextBytes.Word(ref rest);
            facts.Value("syslog.host", TextBytes.Word(ref rest));
            facts.Value("syslog.program", TextBytes.Word(ref rest));
        }
        else if (HasTimestamp(text) && text.Length > 16)
        {
            var rest = text[16..];
            facts.Value("syslog.host", TextBytes.Word(ref rest));
            facts.Value("syslog.program", rest[..Math.Min(rest.Length, 48)].Before((byte)':').Before((byte)'['));
        }

        return !payload.IsStream;
    }

    /// <summary>Over TCP a count of bytes may stand before each message.</summary>
    private static ReadOnlySpan<byte> Framed(in Payload payload)
    {
        var data = payload.Data;
        int blank = payload.IsStream ? data.IndexOf((byte)' ') : -1;
        return blank is > 0 and <= 6 && data[..blank].Decimal() > 0 ? data[(blank + 1)..] : data;
    }

    private static int Priority(ReadOnlySpan<byte> data, out ReadOnlySpan<byte> text)
    {
        text = default;
        if (data.Length < 4 || data[0] != '<') return -1;
        int end = data[..Math.Min(data.Length, 5)].IndexOf((byte)'>');
        int priority = end < 2 ? -1 : data[1..end].Decimal();
        if (priority is < 0 or > 191) return -1;
        text = data[(end + 1)..];
        return priority;
    }

    private static bool IsVersion1(ReadOnlySpan<byte> text) =>
        text.Length > 8 && text.StartsWith("1 "u8) && (text[2] == '-' || (char.IsAsciiDigit((char)text[2]) && text[2..].Before((byte)' ').IndexOf((byte)'T') > 0));

    /// <summary>"Mmm dd hh:mm:ss" (RFC 3164 section 4.1.2).</summary>
    private static bool HasTimestamp(ReadOnlySpan<byte> text) =>
        text.Length >= 16 && char.IsAsciiLetterUpper((char)text[0]) && text[3] == ' ' && text[6] == ' ' && text[9] == ':' && text[12] == ':';
}
