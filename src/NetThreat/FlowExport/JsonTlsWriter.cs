using System.Text.Json;
using NetThreat.Core.Flows;
using NetThreat.FlowExport.Zeek;

namespace NetThreat.FlowExport;

/// <summary>A TLS, DTLS or QUIC handshake as a member "ssl" of a flow's JSON object.</summary>
internal static class JsonTlsWriter
{
    public static void Write(Utf8JsonWriter json, TlsFacts tls)
    {
        json.WriteStartObject("ssl"u8);
        json.WriteString("transport"u8, tls.Transport switch { TlsTransport.Quic => "quic"u8, TlsTransport.Dtls => "dtls"u8, _ => "tcp"u8 });
        JsonFactsWriter.Text(json, "version"u8, TlsNames.Version(tls.Version));
        JsonFactsWriter.Text(json, "client_version"u8, TlsNames.Version(tls.ClientVersion));
        JsonFactsWriter.Text(json, "server_name"u8, tls.ServerName);
        Texts(json, "alpn"u8, tls.Alpn);
        JsonFactsWriter.Text(json, "next_protocol"u8, tls.NextProtocol);
        JsonFactsWriter.Text(json, "cipher"u8, TlsNames.Cipher(tls.Cipher));
        JsonFactsWriter.Text(json, "curve"u8, TlsNames.Curve(tls.Curve));
        JsonFactsWriter.Text(json, "ja3"u8, tls.Ja3);
        JsonFactsWriter.Text(json, "ja3s"u8, tls.Ja3s);
        JsonFactsWriter.Text(json, "ja4"u8, tls.Ja4);
        if (tls.HelloRetry) json.WriteBoolean("hello_retry"u8, true);
        json.WriteBoolean("resumed"u8, tls.Resumed);
        json.WriteBoolean("established"u8, tls.Established);
        if (tls.Alert >= 0) json.WriteString("last_alert"u8, TlsAlerts.Name(tls.Alert));
        if (tls.QuicVersion != 0) json.WriteNumber("quic_version"u8, tls.QuicVersion);
        if (tls.ChainLength > 0) json.WriteNumber("chain_length"u8, tls.ChainLength);
        if (tls.Certificate is { } server) Certificate(json, "certificate"u8, server);
        if (tls.ClientCertificate is { } client) Certificate(json, "client_certificate"u8, client);
        json.WriteEndObject();
    }

    private static void Certificate(Utf8JsonWriter json, ReadOnlySpan<byte> name, TlsCertificate c)
    {
        json.WriteStartObject(name);
        json.WriteString("subject"u8, c.Subject);
        json.WriteString("issuer"u8, c.Issuer);
        json.WriteString("serial"u8, c.Serial);
        json.WriteString("not_before"u8, c.NotBefore.ToString());
        json.WriteString("not_after"u8, c.NotAfter.ToString());
        json.WriteString("sha1"u8, c.Sha1);
        json.WriteString("sha256"u8, c.Sha256);
        Texts(json, "names"u8, c.Names);
        json.WriteEndObject();
    }

    private static void Texts(Utf8JsonWriter json, ReadOnlySpan<byte> name, IReadOnlyList<string> values)
    {
        if (values.Count == 0) return;
        json.WriteStartArray(name);
        foreach (string value in values) json.WriteStringValue(value);
        json.WriteEndArray();
    }
}
