using NetThreat.Core.Flows;

namespace NetThreat.Capture.Logs;

/// <summary>Rows of Zeek's dns, ssl and http logs to facts about the flow with their uid.</summary>
internal static class ZeekFacts
{
    public static ApplicationFacts Add(ApplicationFacts? facts, LogKind kind, LogRow row) => kind switch
    {
        LogKind.ZeekDns => Dns(facts ?? new(), row),
        LogKind.ZeekSsl => (facts ?? new()) with { Service = facts?.Service ?? "ssl", Tls = Tls(row) },
        _ => Http(facts ?? new(), row),
    };

    private static ApplicationFacts Dns(ApplicationFacts facts, LogRow row)
    {
        var transaction = new DnsTransaction(
            Cut(row.Text("query") ?? "").ToLowerInvariant(), (ushort)Math.Min(row.Count64("qtype"), ushort.MaxValue),
            row.Has("rcode") ? (int)Math.Min(row.Count64("rcode"), 4095) : -1,
            row.Text("answers") is { } answers ? Math.Min(answers.Count(c => c == ',') + 1, ushort.MaxValue) : 0, (ushort)row.Count64("trans_id"));
        return FactLists.Add(facts, transaction);
    }

    private static ApplicationFacts Http(ApplicationFacts facts, LogRow row) => FactLists.Add(facts, new HttpTransaction
    {
        Method = Fact(row, "method"),
        Host = Fact(row, "host"),
        Uri = Fact(row, "uri"),
        Version = Fact(row, "version"),
        UserAgent = Fact(row, "user_agent"),
        Referrer = Fact(row, "referrer"),
        RequestType = Fact(row, "orig_mime_types"),
        ResponseType = Fact(row, "resp_mime_types"),
        RequestLength = row.Has("request_body_len") ? row.Count64("request_body_len") : -1,
        ResponseLength = row.Has("response_body_len") ? row.Count64("response_body_len") : -1,
        Status = (int)Math.Min(row.Count64("status_code"), 999),
        User = Fact(row, "username"),
    });

    private static TlsFacts Tls(LogRow row) => new()
    {
        Version = FactNumbers.TlsVersion(row.Text("version")),
        ServerName = Fact(row, "server_name"),
        NextProtocol = Fact(row, "next_protocol"),
        Cipher = FactNumbers.TlsCipher(row.Text("cipher")),
        Curve = FactNumbers.TlsCurve(row.Text("curve")),
        Resumed = Flag(row, "resumed"),
        Established = Flag(row, "established"),
        Ja3 = Fact(row, "ja3"),
        Ja3s = Fact(row, "ja3s"),
        Ja4 = Fact(row, "ja4"),
        ChainLength = row.Text("cert_chain_fps") is { } chain ? chain.Count(c => c == ',') + 1 : 0,
        Certificate = row.Text("subject") is { } subject ? new TlsCertificate { Subject = Cut(subject), Issuer = Fact(row, "issuer") ?? "" } : null,
    };

    internal static string? Fact(LogRow row, string name) => row.Text(name) is { } text ? Cut(text) : null;

    internal static string Cut(string text) => text.Length <= ApplicationFacts.MaxText ? text : text[..ApplicationFacts.MaxText];

    private static bool Flag(LogRow row, string name) => row.Text(name) is "T" or "true";
}
