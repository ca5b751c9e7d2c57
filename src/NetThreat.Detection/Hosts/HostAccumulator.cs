using Google.Protobuf;
using NetThreat.Core.Bus;
using NetThreat.Core.Flows;
using NetThreat.Core.Net;
using NetThreat.Core.Streams;
using NetThreat.Core.Time;
using NetThreat.Core.Wire;

namespace NetThreat.Detection.Hosts;

/// <summary>
/// First phase: sums up the open interval of one <c>flows</c> partition by responder and sends it, with the interval's end, to the
/// <c>hosts</c> partitions. Records come in order of event time, so only one interval is open.
/// </summary>
internal sealed class HostAccumulator(int partition, int partitions, int hostsPartitions)
{
    private const string Entry = "hosts/";
    private readonly Dictionary<SiteHost, ResponderSummary> _open = [];
    private readonly HashSet<SiteHost> _unsaved = [];
    private Timestamp _sent = Timestamp.MinValue;

    public void OnRecord(string site, FlowRecord record)
    {
        if (record.Segment != 0 || record.Key.Protocol != IpProtocol.Tcp || !record.History.StartsWith('S')) return;
        var host = new SiteHost(site, record.Key.Responder);
        if (!_open.TryGetValue(host, out var summary)) _open[host] = summary = new ResponderSummary();
        summary.Add(record, IsIncomplete(record.History));
        _unsaved.Add(host);
    }

    /// <summary>Attempts without a record of their own: one SYN each, never answered so far.</summary>
    public void OnAggregate(string site, AggregateRecord aggregate)
    {
        if (!aggregate.HostIsResponder || aggregate.Protocol != IpProtocol.Tcp || !aggregate.History.StartsWith('S')) return;
        var host = new SiteHost(site, aggregate.Host);
        if (!_open.TryGetValue(host, out var summary)) _open[host] = summary = new ResponderSummary();
        summary.Add(aggregate);
        _unsaved.Add(host);
    }

    /// <summary>Sends the summaries of the interval that ends here.</summary>
    public void CloseInterval(Timestamp end, List<Publication> publications)
    {
        if (_open.Count == 0) return;
        var messages = Messages();
        foreach (var (host, summary) in _open.OrderBy(h => h.Key))
        {
            messages[Partitioning.OfHost(host.Site, host.Address, hostsPartitions)].Hosts.Add(HostsWire.Partial(host, end - Grid.Interval, summary));
            _unsaved.Add(host);
        }
        _open.Clear();
        for (int p = 0; p < hostsPartitions; p++)
        {
            if (messages[p].Hosts.Count == 0) continue;
            messages[p].ProgressNs = _sent.Nanoseconds;
            publications.Add(new(Topics.Hosts, p, messages[p].ToByteArray()));
        }
    }

    /// <summary>Sends the interval end to every partition when the clock has passed one since the last time.</summary>
    public void Advance(Timestamp time, bool drained, List<Publication> publications)
    {
        var progress = drained ? Timestamp.MaxValue : Grid.Start(time);
        if (progress == _sent || progress == Timestamp.MinValue) return;
        _sent = progress;
        var messages = Messages();
        for (int p = 0; p < hostsPartitions; p++)
        {
            messages[p].ProgressNs = progress.Nanoseconds;
            publications.Add(new(Topics.Hosts, p, messages[p].ToByteArray()));
        }
    }

    public void TakeChanges(List<KeyValuePair<string, byte[]?>> entries)
    {
        foreach (var host in _unsaved)
            entries.Add(new(Entry + host, _open.TryGetValue(host, out var s) ? s.ToWire().ToByteArray() : null));
        _unsaved.Clear();
        entries.Add(new("progress", BitConverter.GetBytes(_sent.Nanoseconds)));
    }

    /// <returns>False when the entry is not one of this part.</returns>
    public bool TryRestore(string key, byte[] saved)
    {
        if (key == "progress")
        {
            _sent = new(BitConverter.ToInt64(saved));
            return true;
        }
        if (!key.StartsWith(Entry, StringComparison.Ordinal)) return false;
        _open[SiteHost.Parse(key[Entry.Length..])] =
            ResponderSummary.TryRead(HostSide.Parser.ParseFrom(saved)) ?? throw new InvalidDataException("host summary in checkpoint");
        return true;
    }

    /// <summary>The originator opened and never acknowledged anything: nothing after its SYN but perhaps retries of it or a RST.</summary>
    private static bool IsIncomplete(string history) => history.AsSpan().IndexOfAny('A', 'D', 'F') < 0;

    private HostsMessage[] Messages()
    {
        var messages = new HostsMessage[hostsPartitions];
        for (int p = 0; p < hostsPartitions; p++)
            messages[p] = new HostsMessage { SourcePartition = (uint)partition, SourcePartitions = (uint)partitions };
        return messages;
    }
}
