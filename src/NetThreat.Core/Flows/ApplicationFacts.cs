namespace NetThreat.Core.Flows;

/// <summary>One fact of a protocol that has no record of its own.</summary>
/// <param name="Name">"protocol.field" in the words of Zeek's logs (smtp.helo); repeated for every value.</param>
/// <param name="Value">Text as it stood on the wire, bytes outside printable ASCII as \xNN; numbers in decimal.</param>
public sealed record ApplicationField(string Name, string Value);

/// <summary>What the payload said about itself. Absent where nothing was recognised.</summary>
public sealed record ApplicationFacts
{
    public const int MaxDnsTransactions = 8;

    public const int MaxHttpTransactions = 8;

    public const int MaxFields = 64;

    /// <summary>Characters of a text that a sender chose.</summary>
    public const int MaxText = 512;

    /// <summary>Zeek's service name (dns, ssh, …), from the payload; null where unknown.</summary>
    public string? Service { get; init; }

    /// <summary>What usually runs on the responder's port, where the payload was not recognised: a guess, never evidence.</summary>
    public string? ServiceHint { get; init; }

    /// <summary>The payload is <see cref="Service"/>, which has usual ports, and this port is none of them.</summary>
    public bool UnusualPort { get; init; }

    /// <summary>The first transactions of the segment, at most <see cref="MaxDnsTransactions"/>; <see cref="DnsQueries"/> counts all.</summary>
    public IReadOnlyList<DnsTransaction> Dns { get; init; } = [];

    /// <summary>DNS queries in the segment, those beyond the sample included.</summary>
    public int DnsQueries { get; init; }

    /// <summary>The SSH identification line of the originator (RFC 4253 section 4.2), printable ASCII, at most 255 characters.</summary>
    public string? SshClient { get; init; }

    /// <summary>The SSH identification line of the responder.</summary>
    public string? SshServer { get; init; }

    /// <summary>What SSH's key exchange and packet sizes said.</summary>
    public SshFacts? Ssh { get; init; }

    /// <summary>The TLS, DTLS or QUIC handshake.</summary>
    public TlsFacts? Tls { get; init; }

    /// <summary>The first transactions of the flow, at most <see cref="MaxHttpTransactions"/>; <see cref="HttpRequests"/> counts those read.</summary>
    public IReadOnlyList<HttpTransaction> Http { get; init; } = [];

    /// <summary>Requests read so far, those beyond the sample included; reading ends with the first bytes of a stream.</summary>
    public int HttpRequests { get; init; }

    /// <summary>Facts of the other protocols in the order of reading, at most <see cref="MaxFields"/>.</summary>
    public IReadOnlyList<ApplicationField> Fields { get; init; } = [];

    /// <summary>Facts that did not fit.</summary>
    public int FieldsLeftOut { get; init; }

    /// <summary>
    /// The facts of a flow from those of its segments: the later ones, where facts of the whole flow are complete, with the first DNS
    /// transactions of both and the queries of both.
    /// </summary>
    public static ApplicationFacts? Join(ApplicationFacts? earlier, ApplicationFacts? later)
    {
        if (earlier is null || later is null) return later ?? earlier;
        var joined = Keep(earlier, later);
        if (earlier.DnsQueries == 0 && earlier.Dns.Count == 0) return joined;
        return joined with { Dns = Merge(earlier.Dns, later.Dns), DnsQueries = earlier.DnsQueries + later.DnsQueries };
    }

    /// <summary>What only the earlier facts know (a flow that was evicted and begun again, a foreign record).</summary>
    private static ApplicationFacts Keep(ApplicationFacts earlier, ApplicationFacts later)
    {
        bool lost = (later.Service is null && earlier.Service is not null) || (later.Tls is null && earlier.Tls is not null) || later.Http.Count < earlier.Http.Count
            || (later.Ssh is null && earlier.Ssh is not null) || later.Fields.Count < earlier.Fields.Count;
        if (!lost) return later;
        return later with
        {
            Service = later.Service ?? earlier.Service,
            ServiceHint = later.Service is null && earlier.Service is null ? later.ServiceHint : null,
            UnusualPort = later.Service is null ? earlier.UnusualPort : later.UnusualPort,
            SshClient = later.SshClient ?? earlier.SshClient,
            SshServer = later.SshServer ?? earlier.SshServer,
            Ssh = later.Ssh ?? earlier.Ssh,
            Tls = later.Tls ?? earlier.Tls,
            Http = later.Http.Count < earlier.Http.Count ? earlier.Http : later.Http,
            HttpRequests = Math.Max(later.HttpRequests, earlier.HttpRequests),
            Fields = later.Fields.Count < earlier.Fields.Count ? earlier.Fields : later.Fields,
            FieldsLeftOut = Math.Max(later.FieldsLeftOut, earlier.FieldsLeftOut),
        };
    }

    private static List<DnsTransaction> Merge(IReadOnlyList<DnsTransaction> earlier, IReadOnlyList<DnsTransaction> later)
    {
        var dns = new List<DnsTransaction>(earlier);
        foreach (var t in later)
        {
            int open = t.ResponseCode < 0 ? -1 : dns.FindIndex(q => q.ResponseCode < 0 && q.TransactionId == t.TransactionId && q.Type == t.Type && q.Name == t.Name);
            if (open >= 0) dns[open] = t;
            else if (dns.Count < MaxDnsTransactions) dns.Add(t);
        }

        return dns;
    }
}
