using NetThreat.Core.Flows;

namespace NetThreat.Flows.Applications;

/// <summary>What the payload of one flow said so far. DNS belongs to the segment under way, the rest to the whole flow.</summary>
internal sealed class FlowFacts
{
    private List<DnsTransaction>? _dns;
    private int _queries;

    public string? SshClient { get; set; }

    public string? SshServer { get; set; }

    public bool CanKeepDns => (_dns?.Count ?? 0) < ApplicationFacts.MaxDnsTransactions;

    public void Query() => _queries++;

    public void Keep(DnsTransaction transaction) => (_dns ??= []).Add(transaction);

    /// <summary>Completes the query that the response answers.</summary>
    /// <returns>False when the segment holds no such query.</returns>
    public bool Complete(ReadOnlySpan<char> name, ushort type, ushort id, int responseCode, int answers)
    {
        if (_dns is null) return false;
        for (int i = 0; i < _dns.Count; i++)
        {
            var t = _dns[i];
            if (t.TransactionId != id || t.Type != type || t.ResponseCode >= 0 || !name.SequenceEqual(t.Name)) continue;
            _dns[i] = t with { ResponseCode = responseCode, Answers = answers };
            return true;
        }

        return false;
    }

    /// <summary>Nothing is left that the flow's slot does not say.</summary>
    public bool IsEmpty => _dns is null && _queries == 0 && SshClient is null && SshServer is null;

    /// <summary>The facts for a record; the next segment starts without DNS.</summary>
    /// <param name="dnsNames">Characters of the names that leave.</param>
    public ApplicationFacts Take(string? service, out int dnsNames)
    {
        var facts = new ApplicationFacts { Service = service, Dns = (IReadOnlyList<DnsTransaction>?)_dns ?? [], DnsQueries = _queries, SshClient = SshClient, SshServer = SshServer };
        dnsNames = 0;
        if (_dns is not null)
            foreach (var t in _dns) dnsNames += t.Name.Length;
        _dns = null;
        _queries = 0;
        return facts;
    }
}
