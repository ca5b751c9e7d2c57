using NetThreat.Packets.Applications;

namespace NetThreat.Packets.Ssdp;

/// <summary>Discovery of UPnP devices (UPnP Device Architecture 2.0 section 1): HTTP's message format over UDP.</summary>
internal sealed class SsdpProtocol() : ApplicationProtocol("ssdp", Carriers.Udp, [1900],
    ["ssdp.method", "ssdp.target", "ssdp.usn", "ssdp.server", "ssdp.location", "ssdp.user_agent"])
{
    public override Recognition Recognize(in Payload payload)
    {
        var data = payload.Data;
        if (data.StartsWith("M-SEARCH * HTTP/1."u8) || data.StartsWith("NOTIFY * HTTP/1."u8)) return Recognition.Yes;
        if (!data.StartsWith("HTTP/1."u8)) return Recognition.No;
        var headers = new TextHeaders(data);
        while (headers.MoveNext())
            if (headers.Name.IsText("ST"u8) || headers.Name.IsText("NT"u8) || headers.Name.IsText("USN"u8)) return Recognition.Yes;
        return Recognition.No;
    }

    public override bool Read(in Payload payload, IFactSink facts)
    {
        facts.Value("ssdp.method", payload.Data.StartsWith("HTTP/"u8) ? "RESPONSE"u8 : payload.Data.Before((byte)' '));
        var headers = new TextHeaders(payload.Data);
        while (headers.MoveNext())
        {
            if (headers.Name.IsText("ST"u8) || headers.Name.IsText("NT"u8)) facts.Value("ssdp.target", headers.Value);
            else if (headers.Name.IsText("USN"u8)) facts.Value("ssdp.usn", headers.Value);
            else if (headers.Name.IsText("Server"u8)) facts.Value("ssdp.server", headers.Value);
            else if (headers.Name.IsText("Location"u8)) facts.Value("ssdp.location", headers.Value);
            else if (headers.Name.IsText("User-Agent"u8)) facts.Value("ssdp.user_agent", headers.Value);
        }

        return true;
    }
}
