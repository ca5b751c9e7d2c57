using NetThreat.Core.Flows;

namespace NetThreat.Flows.Applications;

/// <summary>
/// What the payload of one flow said so far. DNS belongs to the segment under way, the rest to the whole flow. Transactions wait as plain
/// structs, the first in the object itself since most flows have one: few objects are cheap to search and to collect.
/// </summary>
internal sealed class FlowFacts
{
    private Waiting _first;
    private Waiting[]? _more;
    private int _kept;
    private int _queries;

    private struct Waiting
    {
        public string Name;
        public int ResponseCode, Answers;
        public ushort Type, Id;
    }

    public string? SshClient { get; set; }

    public string? SshServer { get; set; }

    public bool CanKeepDns => _kept < ApplicationFacts.MaxDnsTransactions;

    /// <summary>Nothing is left that the flow's slot does not say.</summary>
    public bool IsEmpty => _kept == 0 && _queries == 0 && SshClient is null && SshServer is null;

    public void Query() => _queries++;

    /// <summary>Keeps one transaction; <see cref="CanKeepDns"/> must hold.</summary>
    public void Keep(string name, ushort type, int responseCode, int answers, ushort id)
    {
        if (_kept > 0) _more ??= new Waiting[ApplicationFacts.MaxDnsTransactions - 1];
        At(_kept++) = new Waiting { Name = name, Type = type, ResponseCode = responseCode, Answers = answers, Id = id };
    }

    /// <summary>Completes the query that the response answers.</summary>
    /// <returns>False when the segment holds no such query.</returns>
    public bool Complete(ReadOnlySpan<char> name, ushort type, ushort id, int responseCode, int answers)
    {
        for (int i = 0; i < _kept; i++)
        {
            ref var t = ref At(i);
            if (t.Id != id || t.Type != type || t.ResponseCode >= 0 || !name.SequenceEqual(t.Name)) continue;
            t.ResponseCode = responseCode;
            t.Answers = answers;
            return true;
        }

        return false;
    }

    /// <summary>The facts for a record; the next segment starts without DNS.</summary>
    /// <param name="dnsNames">Characters of the names that leave.</param>
    public ApplicationFacts Take(string? service, out int dnsNames)
    {
        DnsTransaction[] dns = _kept == 0 ? [] : new DnsTransaction[_kept];
        dnsNames = 0;
        for (int i = 0; i < dns.Length; i++)
        {
            ref var t = ref At(i);
            dns[i] = new DnsTransaction(t.Name, t.Type, t.ResponseCode, t.Answers, t.Id);
            dnsNames += t.Name.Length;
        }

        var facts = new ApplicationFacts { Service = service, Dns = dns, DnsQueries = _queries, SshClient = SshClient, SshServer = SshServer };
        _first = default;
        _more = null;
        _kept = _queries = 0;
        return facts;
    }

    private ref Waiting At(int i) => ref i == 0 ? ref _first : ref _more![i - 1];
}
