using System.Text.Json;
using NetThreat.Core.Flows;

namespace NetThreat.FlowExport;

/// <summary>What a flow's payload said, as members of its JSON object; names are those of Zeek's logs. What is unknown is absent.</summary>
internal static class JsonFactsWriter
{
    public static void Write(Utf8JsonWriter json, ApplicationFacts? facts)
    {
        if (facts is null) return;
        Text(json, "service_hint"u8, facts.ServiceHint);
        if (facts.UnusualPort) json.WriteBoolean("unusual_port"u8, true);
        if (facts.DnsQueries > 0 || facts.Dns.Count > 0)
        {
            json.WriteNumber("dns_queries"u8, facts.DnsQueries);
            json.WriteStartArray("dns"u8);
            foreach (var t in facts.Dns) Dns(json, t);
            json.WriteEndArray();
        }

        Text(json, "ssh_client"u8, facts.SshClient);
        Text(json, "ssh_server"u8, facts.SshServer);
        if (facts.Ssh is { } ssh) Ssh(json, ssh);
        if (facts.Tls is { } tls) JsonTlsWriter.Write(json, tls);
        if (facts.Http.Count > 0)
        {
            json.WriteNumber("http_requests"u8, facts.HttpRequests);
            json.WriteStartArray("http"u8);
            foreach (var t in facts.Http) Http(json, t);
            json.WriteEndArray();
        }

        Fields(json, facts);
    }

    public static void Text(Utf8JsonWriter json, ReadOnlySpan<byte> name, string? value)
    {
        if (value is not null) json.WriteString(name, value);
    }

    private static void Dns(Utf8JsonWriter json, DnsTransaction t)
    {
        json.WriteStartObject();
        json.WriteNumber("trans_id"u8, t.TransactionId);
        json.WriteString("query"u8, t.Name);
        json.WriteNumber("qtype"u8, t.Type);
        if (t.ResponseCode >= 0)
        {
            json.WriteNumber("rcode"u8, t.ResponseCode);
            json.WriteNumber("answers"u8, t.Answers);
        }

        if (t.ReadAnswers() is { Count: > 0 } records)
        {
            json.WriteStartArray("records"u8);
            foreach (var record in records)
            {
                json.WriteStartObject();
                json.WriteNumber("type"u8, record.Type);
                json.WriteNumber("ttl"u8, record.Ttl);
                json.WriteString("data"u8, record.Data);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private static void Ssh(Utf8JsonWriter json, SshFacts ssh)
    {
        json.WriteStartObject("ssh"u8);
        Text(json, "hassh"u8, ssh.Hassh);
        Text(json, "hassh_server"u8, ssh.HasshServer);
        Text(json, "kex_alg"u8, ssh.KeyExchange);
        Text(json, "host_key_alg"u8, ssh.HostKey);
        Text(json, "cipher_alg"u8, ssh.Cipher);
        Text(json, "mac_alg"u8, ssh.Mac);
        Text(json, "compression_alg"u8, ssh.Compression);
        json.WriteNumber("auth_attempts"u8, ssh.AuthAttempts);
        if (ssh.AuthSuccess is { } success) json.WriteBoolean("auth_success"u8, success);
        json.WriteEndObject();
    }

    private static void Http(Utf8JsonWriter json, HttpTransaction t)
    {
        json.WriteStartObject();
        Text(json, "method"u8, t.Method);
        Text(json, "host"u8, t.Host);
        Text(json, "uri"u8, t.Uri);
        Text(json, "version"u8, t.Version);
        Text(json, "user_agent"u8, t.UserAgent);
        Text(json, "referrer"u8, t.Referrer);
        Text(json, "orig_mime_type"u8, t.RequestType);
        Text(json, "resp_mime_type"u8, t.ResponseType);
        Text(json, "server"u8, t.Server);
        if (t.RequestLength >= 0) json.WriteNumber("request_body_len"u8, t.RequestLength);
        if (t.ResponseLength >= 0) json.WriteNumber("response_body_len"u8, t.ResponseLength);
        if (t.Status > 0) json.WriteNumber("status_code"u8, t.Status);
        Text(json, "upgrade"u8, t.Upgrade);
        Text(json, "username"u8, t.User);
        json.WriteEndObject();
    }

    /// <summary>Facts of the other protocols as lists by name.</summary>
    private static void Fields(Utf8JsonWriter json, ApplicationFacts facts)
    {
        if (facts.Fields.Count == 0) return;
        json.WriteStartObject("facts"u8);
        foreach (var field in facts.Fields.GroupBy(f => f.Name, StringComparer.Ordinal))
        {
            json.WriteStartArray(field.Key);
            foreach (var value in field) json.WriteStringValue(value.Value);
            json.WriteEndArray();
        }

        json.WriteEndObject();
        if (facts.FieldsLeftOut > 0) json.WriteNumber("facts_left_out"u8, facts.FieldsLeftOut);
    }
}
