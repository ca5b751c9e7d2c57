using NetThreat.Packets.Applications;

namespace NetThreat.Packets.Sip;

/// <summary>Session initiation (RFC 3261): requests and responses over datagrams and streams.</summary>
internal sealed class SipProtocol() : ApplicationProtocol("sip", Carriers.Both, [5060, 5061],
    ["sip.method", "sip.uri", "sip.request_from", "sip.request_to", "sip.response_from", "sip.response_to", "sip.user_agent", "sip.status_code", "sip.status_msg"])
{
    public override Recognition Recognize(in Payload payload)
    {
        var data = payload.Data;
        if (data.StartsWith("SIP/2.0 "u8)) return Recognition.Yes;
        if (data.IsEmpty || !char.IsAsciiLetterUpper((char)data[0])) return IsKeepAlive(data) ? Recognition.NeedMore : Recognition.No;
        var complete = TextLines.First(data, out var line);
        if (complete == Recognition.Yes) return IsRequest(line) ? Recognition.Yes : Recognition.No;
        return payload.IsStream ? complete : Recognition.No;
    }

    public override bool Read(in Payload payload, IFactSink facts)
    {
        if (payload.Seen > 0 && payload.IsStream) return false;
        if (TextLines.First(payload.Data, out var line) != Recognition.Yes) return true;
        bool reply = line.StartsWith("SIP/2.0 "u8);
        if (reply)
        {
            facts.Number("sip.status_code", TextHeaders.Status(line));
            if (line.Length > 12) facts.Value("sip.status_msg", line[12..]);
        }
        else if (IsRequest(line))
        {
            var rest = line;
            facts.Value("sip.method", TextBytes.Word(ref rest));
            facts.Value("sip.uri", rest.Before((byte)' '));
        }

        Fields(payload.Data, reply, facts);
        return true;
    }

    private static void Fields(ReadOnlySpan<byte> message, bool reply, IFactSink facts)
    {
        var headers = new TextHeaders(message);
        while (headers.MoveNext())
        {
            if (headers.Name.IsText("From"u8) || headers.Name.IsText("f"u8)) facts.Value(reply ? "sip.response_from" : "sip.request_from", Address(headers.Value));
            else if (headers.Name.IsText("To"u8) || headers.Name.IsText("t"u8)) facts.Value(reply ? "sip.response_to" : "sip.request_to", Address(headers.Value));
            else if (headers.Name.IsText("User-Agent"u8) || (reply && headers.Name.IsText("Server"u8))) facts.Value("sip.user_agent", headers.Value);
        }
    }

    /// <summary>The name and the URI without the tag, which differs in every dialogue.</summary>
    private static ReadOnlySpan<byte> Address(ReadOnlySpan<byte> value)
    {
        int tag = value.LastIndexOf(";tag="u8);
        return tag < 0 ? value : value[..tag];
    }

    private static bool IsRequest(ReadOnlySpan<byte> line) => line.EndsWith(" SIP/2.0"u8) && line.Count((byte)' ') == 2 && line.Before((byte)' ').Length <= 12;

    /// <summary>Two line ends, or zeros, keep a binding alive before anybody speaks (RFC 5626 section 4.4.1).</summary>
    private static bool IsKeepAlive(ReadOnlySpan<byte> data) => data.Length is > 0 and <= 4 && data.IndexOfAnyExcept("\r\n\0"u8) < 0;
}
