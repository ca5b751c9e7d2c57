using System.Diagnostics.CodeAnalysis;
using NetThreat.Core.Flows;

namespace NetThreat.Flows.Applications;

/// <summary>One DNS transaction that waits for its record.</summary>
internal struct DnsEntry
{
    public string Name;

    /// <summary>As of <see cref="DnsTransaction.AnswerData"/>.</summary>
    public byte[]? Data;

    public int ResponseCode, Answers;
    public ushort Type, Id, Flags, Class;
}

/// <summary>
/// DNS transactions of one segment. They wait as plain structs, the first in place since most flows have one: few objects are cheap to search
/// and to collect.
/// </summary>
internal struct DnsWaiting
{
    private DnsEntry _first;
    private DnsEntry[]? _more;
    private int _kept;

    /// <summary>Queries seen.</summary>
    public int Queries { get; set; }

    public readonly bool CanKeep => _kept < ApplicationFacts.MaxDnsTransactions;

    public readonly bool IsEmpty => _kept == 0 && Queries == 0;

    /// <summary>Bytes of the names and answers that are kept.</summary>
    public int Bytes { get; private set; }

    /// <summary>Keeps one transaction; <see cref="CanKeep"/> must hold.</summary>
    public void Keep(in DnsEntry entry)
    {
        if (_kept > 0) _more ??= new DnsEntry[ApplicationFacts.MaxDnsTransactions - 1];
        Bytes += entry.Name.Length * sizeof(char) + (entry.Data?.Length ?? 0);
        At(_kept++) = entry;
    }

    /// <summary>The place of the query that a response answers, or -1.</summary>
    public int Find(ReadOnlySpan<char> name, ushort type, ushort id)
    {
        for (int i = 0; i < _kept; i++)
        {
            ref var t = ref At(i);
            if (t.Id == id && t.Type == type && t.ResponseCode < 0 && name.SequenceEqual(t.Name)) return i;
        }

        return -1;
    }

    public void Complete(int index, int responseCode, int answers, ushort flags, byte[]? data)
    {
        ref var t = ref At(index);
        t.ResponseCode = responseCode;
        t.Answers = answers;
        t.Flags = flags;
        t.Data = data;
        Bytes += data?.Length ?? 0;
    }

    public DnsTransaction[] Take()
    {
        DnsTransaction[] dns = _kept == 0 ? [] : new DnsTransaction[_kept];
        for (int i = 0; i < dns.Length; i++)
        {
            ref var t = ref At(i);
            dns[i] = new DnsTransaction(t.Name, t.Type, t.ResponseCode, t.Answers, t.Id) { Flags = t.Flags, Class = t.Class, AnswerData = t.Data };
        }

        return dns;
    }

    [UnscopedRef]
    private ref DnsEntry At(int i)
    {
        if (i == 0) return ref _first;
        return ref _more![i - 1];
    }
}
