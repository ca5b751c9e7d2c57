using NetThreat.Core.Flows;

namespace NetThreat.Capture.Logs;

/// <summary>Suricata's dns, tls, http and alert events to facts about the flow with their flow_id.</summary>
internal static class EveFacts
{
    public static ApplicationFacts Add(ApplicationFacts? facts, LogKind kind, LogRow row) => kind switch
    {
        LogKind.EveDns => Dns(facts ?? new(), row),
        LogKind.EveTls => (facts ?? new()) with { Service = facts?.Service ?? "ssl", Tls = Tls(row) },
        LogKind.EveHttp => Http(facts ?? new(), row),
        _ => Alert(facts ?? new(), row),
    };

    /// <summary>Version 2 has dns.rrname, version 3 dns.queries; answers come as events of their own and close the query.</summary>
    private static ApplicationFacts Dns(ApplicationFacts facts, LogRow row)
    {
        string name = ZeekFacts.Cut(row.Text("dns.rrname") ?? row.Text("dns.queries.0.rrname") ?? "").ToLowerInvariant();
        ushort type = FactTypes.Dns(row.Text("dns.rrtype") ?? row.Text("dns.queries.0.rrtype")), id = (ushort)row.Count64("dns.id");
        bool answer = row.Text("dns.type") is "answer" or "response";
        if (!answer) return FactLists.Add(facts, new DnsTransaction(name, type, -1, 0, id));
        int answers = 0;
        while (answers < DnsTransaction.MaxRecords && row.Has($"dns.answers.{answers}.rrname")) answers++;
        var transaction = new DnsTransaction(name, type, FactTypes.ResponseCode(row.Text("dns.rcode")), answers, id);
        for (int i = 0; i < facts.Dns.Count; i++)
        {
            if (facts.Dns[i] is not { ResponseCode: < 0 } q || q.TransactionId != id || q.Name != name) continue;
            return facts with { Dns = [.. facts.Dns.Take(i), transaction with { Type = q.Type }, .. facts.Dns.Skip(i + 1)] };
        }

        return FactLists.Add(facts, transaction);
    }

    private static ApplicationFacts Http(ApplicationFacts facts, LogRow row) => FactLists.Add(facts, new HttpTransaction
    {
        Method = ZeekFacts.Fact(row, "http.http_method"),
        Host = ZeekFacts.Fact(row, "http.hostname"),
        Uri = ZeekFacts.Fact(row, "http.url"),
        Version = row.Text("http.protocol") is { } p && p.StartsWith("HTTP/", StringComparison.Ordinal) ? ZeekFacts.Cut(p[5..]) : null,
        UserAgent = ZeekFacts.Fact(row, "http.http_user_agent"),
        Referrer = ZeekFacts.Fact(row, "http.http_refer"),
        ResponseType = ZeekFacts.Fact(row, "http.http_content_type"),
        ResponseLength = row.Has("http.length") ? row.Count64("http.length") : -1,
        Status = (int)Math.Min(row.Count64("http.status"), 999),
    });

    private static TlsFacts Tls(LogRow row) => new()
    {
        Version = FactNumbers.TlsVersion(row.Text("tls.version")),
        ServerName = ZeekFacts.Fact(row, "tls.sni"),
        Ja3 = ZeekFacts.Fact(row, "tls.ja3.hash"),
        Ja3s = ZeekFacts.Fact(row, "tls.ja3s.hash"),
        Ja4 = ZeekFacts.Fact(row, "tls.ja4"),
        Resumed = row.Text("tls.session_resumed") is "true",
        Established = true,
        Certificate = row.Text("tls.subject") is null ? null : new TlsCertificate
        {
            Subject = ZeekFacts.Fact(row, "tls.subject") ?? "",
            Issuer = ZeekFacts.Fact(row, "tls.issuerdn") ?? "",
            Serial = ZeekFacts.Fact(row, "tls.serial")?.Replace(":", "", StringComparison.Ordinal) ?? "",
            NotBefore = new(row.Nanoseconds("tls.notbefore") ?? 0),
            NotAfter = new(row.Nanoseconds("tls.notafter") ?? 0),
            Sha1 = ZeekFacts.Fact(row, "tls.fingerprint")?.Replace(":", "", StringComparison.Ordinal) ?? "",
        },
    };

    private static ApplicationFacts Alert(ApplicationFacts facts, LogRow row) => FactLists.Add(facts, new ApplicationField("suricata.alert",
        ZeekFacts.Cut($"{row.Count64("alert.gid")}:{row.Count64("alert.signature_id")}:{row.Count64("alert.rev")} {row.Text("alert.signature")} (severity {row.Count64("alert.severity")})")));
}
