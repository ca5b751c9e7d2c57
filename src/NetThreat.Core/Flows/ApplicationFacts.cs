namespace NetThreat.Core.Flows;

/// <summary>One DNS transaction as far as it was seen.</summary>
/// <param name="Name">The query name in presentation form, lower case, without the trailing dot; bytes outside printable ASCII as \DDD (RFC 4343).</param>
/// <param name="Type">The query type by number.</param>
/// <param name="ResponseCode">RCODE, or -1 where no answer was seen.</param>
/// <param name="Answers">The number of answers the response announced.</param>
/// <param name="TransactionId">The DNS id.</param>
public sealed record DnsTransaction(string Name, ushort Type, int ResponseCode, int Answers, ushort TransactionId);

/// <summary>What the payload said about itself. Absent where nothing was recognised.</summary>
public sealed record ApplicationFacts
{
    /// <summary>Zeek's service name (dns, ssh, …), from the payload; null where unknown.</summary>
    public string? Service { get; init; }

    /// <summary>The first transactions of the segment, at most <see cref="MaxDnsTransactions"/>; <see cref="DnsQueries"/> counts all.</summary>
    public IReadOnlyList<DnsTransaction> Dns { get; init; } = [];

    /// <summary>DNS queries in the segment, those beyond the sample included.</summary>
    public int DnsQueries { get; init; }

    /// <summary>The SSH identification line of the originator (RFC 4253 section 4.2), printable ASCII, at most 255 characters.</summary>
    public string? SshClient { get; init; }

    /// <summary>The SSH identification line of the responder.</summary>
    public string? SshServer { get; init; }

    public const int MaxDnsTransactions = 8;

    /// <summary>The facts of a flow from those of its segments: the later ones, with the first transactions of both and the queries of both.</summary>
    public static ApplicationFacts? Join(ApplicationFacts? earlier, ApplicationFacts? later)
    {
        if (earlier is null || later is null) return later ?? earlier;
        if (earlier.DnsQueries == 0 && earlier.Dns.Count == 0) return later;
        var dns = new List<DnsTransaction>(earlier.Dns);
        foreach (var t in later.Dns)
        {
            int open = t.ResponseCode < 0 ? -1 : dns.FindIndex(q => q.ResponseCode < 0 && q.TransactionId == t.TransactionId && q.Type == t.Type && q.Name == t.Name);
            if (open >= 0) dns[open] = t;
            else if (dns.Count < MaxDnsTransactions) dns.Add(t);
        }
        return later with { Dns = dns, DnsQueries = earlier.DnsQueries + later.DnsQueries };
    }
}
