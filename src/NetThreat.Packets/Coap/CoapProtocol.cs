using System.Text;
using NetThreat.Packets.Applications;

namespace NetThreat.Packets.Coap;

/// <summary>The constrained application protocol (RFC 7252). Its four bytes say little: the port, or an answer to the same message, must agree.</summary>
internal sealed class CoapProtocol() : ApplicationProtocol("coap", Carriers.Udp, [5683], ["coap.method", "coap.uri_path", "coap.uri_host", "coap.response_code"])
{
    public override Recognition Recognize(in Payload payload)
    {
        if (!IsMessage(payload.Data, payload.IsComplete())) return Recognition.No;
        if (OnUsualPort(payload)) return Recognition.Yes;
        var other = payload.Opposite;
        if (other.IsEmpty) return Recognition.NeedMore;
        int token = payload.Data[0] & 0xF;
        bool same = other.Length >= 4 + token && (other[0] & 0xCF) == (payload.Data[0] & 0xCF) && token > 0 && other.Slice(4, token).SequenceEqual(payload.Data.Slice(4, token));
        return same && (other[1] >> 5 == 0) != (payload.Data[1] >> 5 == 0) ? Recognition.Yes : Recognition.No;
    }

    public override bool Read(in Payload payload, IFactSink facts)
    {
        var data = payload.Data;
        if (!IsMessage(data, false)) return true;
        byte code = data[1];
        if (code is >= 1 and <= 7) facts.Text("coap.method", code switch { 1 => "GET", 2 => "POST", 3 => "PUT", 4 => "DELETE", 5 => "FETCH", 6 => "PATCH", _ => "iPATCH" });
        else if (code >= 64) facts.Text("coap.response_code", $"{code >> 5}.{code & 31:00}");
        var path = new StringBuilder();
        var options = new CoapOptions(data[(4 + (data[0] & 0xF))..]);
        while (options.MoveNext())
        {
            if (options.Number == 3) facts.Value("coap.uri_host", options.Value);
            else if (options.Number == 11 && path.Length < FactText.MaxLength) path.Append('/').Append(Encoding.UTF8.GetString(options.Value[..Math.Min(options.Value.Length, 64)]));
        }

        if (path.Length > 0) facts.Value("coap.uri_path", Encoding.UTF8.GetBytes(path.ToString()));
        return true;
    }

    /// <summary>Version 1, a token of at most eight bytes, a code of a class in use, and options that end where the payload's marker or the datagram does.</summary>
    private static bool IsMessage(ReadOnlySpan<byte> data, bool complete)
    {
        if (data.Length < 4 || data[0] >> 6 != 1 || (data[0] & 0xF) > 8 || data.Length < 4 + (data[0] & 0xF)) return false;
        int kind = data[1] >> 5, detail = data[1] & 31;
        bool code = kind == 0 ? detail <= 7 : kind is 2 or 4 or 5 && detail <= 15;
        if (!code || (data[1] == 0 && data.Length != 4)) return false;
        var options = new CoapOptions(data[(4 + (data[0] & 0xF))..]);
        while (options.MoveNext())
            if (options.Number > 2100) return false;
        return !options.Failed || !complete;
    }
}
