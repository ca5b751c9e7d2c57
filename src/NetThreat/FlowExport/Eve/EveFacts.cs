using System.Globalization;
using System.Text.Json;
using NetThreat.Core.Flows;
using NetThreat.FlowExport.Zeek;

namespace NetThreat.FlowExport.Eve;

/// <summary>EVE records of what a flow's payload said: dns, tls (quic where that carried it), http.</summary>
internal static class EveFacts
{
    public static void Write(Utf8JsonWriter json, FlowRecord flow, ApplicationFacts? facts, TextBuffer output)
    {
        if (facts is null) return;
        foreach (var t in facts.Dns) Dns(json, flow, t, output);
        if (facts.Tls is { } tls) Tls(json, flow, tls, output);
        foreach (var t in facts.Http) Http(json, flow, t, output);
    }

    private static void Dns(Utf8JsonWriter json, FlowRecord flow, DnsTransaction t, TextBuffer output)
    {
        EveRecord.Begin(json, flow, flow.Start, "dns"u8);
        json.WriteStartObject("dns"u8);
        json.WriteString("type"u8, t.ResponseCode < 0 ? "query"u8 : "answer"u8);
        json.WriteNumber("id"u8, t.TransactionId);
        json.WriteString("rrname"u8, t.Name);
        json.WriteString("rrtype"u8, DnsText.Type(t.Type));
        if (t.ResponseCode >= 0) json.WriteString("rcode"u8, DnsText.ResponseCode(t.ResponseCode));
        if (t.ReadAnswers() is { Count: > 0 } answers)
        {
            json.WriteStartArray("answers"u8);
            foreach (var a in answers)
            {
                json.WriteStartObject();
                json.WriteString("rrtype"u8, DnsText.Type(a.Type));
                json.WriteNumber("ttl"u8, a.Ttl);
                json.WriteString("rdata"u8, a.Data);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
        EveRecord.End(json, output);
    }

    private static void Tls(Utf8JsonWriter json, FlowRecord flow, TlsFacts tls, TextBuffer output)
    {
        bool quic = tls.Transport == TlsTransport.Quic;
        EveRecord.Begin(json, flow, flow.Start, quic ? "quic"u8 : "tls"u8);
        json.WriteStartObject(quic ? "quic"u8 : "tls"u8);
        Text(json, "sni"u8, tls.ServerName);
        Text(json, "version"u8, TlsNames.Version(tls.Version));
        if (tls.Certificate is { } c)
        {
            json.WriteString("subject"u8, c.Subject);
            json.WriteString("issuerdn"u8, c.Issuer);
            json.WriteString("serial"u8, c.Serial);
            json.WriteString("fingerprint"u8, c.Sha1);
            json.WriteString("notbefore"u8, Day(c.NotBefore));
            json.WriteString("notafter"u8, Day(c.NotAfter));
        }

        if (tls.Resumed) json.WriteBoolean("session_resumed"u8, true);
        Hash(json, "ja3"u8, tls.Ja3);
        Hash(json, "ja3s"u8, tls.Ja3s);
        Text(json, "ja4"u8, tls.Ja4);
        json.WriteEndObject();
        EveRecord.End(json, output);
    }

    private static void Http(Utf8JsonWriter json, FlowRecord flow, HttpTransaction t, TextBuffer output)
    {
        EveRecord.Begin(json, flow, flow.Start, "http"u8);
        json.WriteStartObject("http"u8);
        Text(json, "hostname"u8, t.Host);
        Text(json, "url"u8, t.Uri);
        Text(json, "http_user_agent"u8, t.UserAgent);
        Text(json, "http_refer"u8, t.Referrer);
        Text(json, "http_method"u8, t.Method);
        Text(json, "protocol"u8, t.Version is { } version ? "HTTP/" + version : null);
        Text(json, "http_content_type"u8, t.ResponseType);
        if (t.Status > 0) json.WriteNumber("status"u8, t.Status);
        if (t.ResponseLength >= 0) json.WriteNumber("length"u8, t.ResponseLength);
        json.WriteEndObject();
        EveRecord.End(json, output);
    }

    private static void Hash(Utf8JsonWriter json, ReadOnlySpan<byte> name, string? hash)
    {
        if (hash is null) return;
        json.WriteStartObject(name);
        json.WriteString("hash"u8, hash);
        json.WriteEndObject();
    }

    private static void Text(Utf8JsonWriter json, ReadOnlySpan<byte> name, string? value)
    {
        if (value is not null) json.WriteString(name, value);
    }

    private static string Day(Core.Time.Timestamp time) => time.ToDateTimeOffset().ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture);
}
