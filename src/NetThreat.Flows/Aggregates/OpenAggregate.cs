using NetThreat.Core.Flows;
using NetThreat.Core.Identity;
using NetThreat.Core.Net;
using NetThreat.Core.Sketches;
using NetThreat.Core.Streams;
using NetThreat.Core.Time;

namespace NetThreat.Flows.Aggregates;

/// <summary>What sums up one host's flows of one kind in the second under way.</summary>
internal sealed class OpenAggregate(Address host, bool responder, byte protocol, string history)
{
    private readonly SortedDictionary<ulong, FlowKey> _sample = [];
    private readonly DistinctSketch _peers = new();
    private SortedDictionary<ushort, long>? _ports = [];
    private Timestamp _start = Timestamp.MaxValue, _end = Timestamp.MinValue;
    private long _flows, _packets, _bytes;
    private Anomaly _anomalies;

    /// <summary>Of the full sample.</summary>
    private ulong _largest;

    public void Add(in Single record)
    {
        _flows++;
        _packets += record.Packets;
        _bytes += record.Bytes;
        _anomalies |= record.Anomalies;
        _start = Timestamp.Min(_start, record.Start);
        _end = Timestamp.Max(_end, record.End);
        var key = record.Key;
        ulong peer = KeyHash.Of(responder ? key.Originator : key.Responder);
        _peers.Add(peer);
        AddPort(key.ResponderPort);
        AddSample(peer, key);
    }

    public AggregateRecord ToRecord(Vantage vantage, Timestamp second, Timestamp time) => new()
    {
        Id = IdOf(vantage, second),
        Host = host,
        HostIsResponder = responder,
        Protocol = protocol,
        History = history,
        Start = _start,
        End = _end,
        Time = time,
        Flows = _flows,
        Packets = _packets,
        Bytes = _bytes,
        Anomalies = _anomalies,
        Peers = _peers,
        Ports = _ports,
        Sample = [.. _sample.Values],
    };

    private void AddPort(ushort port)
    {
        if (_ports is null) return;
        _ports[port] = _ports.GetValueOrDefault(port) + 1;
        if (_ports.Count > AggregateRecord.MaxPorts) _ports = null;
    }

    /// <summary>Records come in order, so the first key of a peer is the same however they were batched.</summary>
    private void AddSample(ulong peer, in FlowKey key)
    {
        if (_sample.Count == AggregateRecord.MaxSample && peer >= _largest) return;
        if (!_sample.TryAdd(peer, key)) return;
        if (_sample.Count > AggregateRecord.MaxSample) _sample.Remove(_sample.Keys.Last());
        if (_sample.Count == AggregateRecord.MaxSample) _largest = _sample.Keys.Last();
    }

    private Id128 IdOf(Vantage vantage, Timestamp second)
    {
        var hash = new IdHash(new byte[256 + 4 * (vantage.Site.Length + vantage.ObservationPoint.Length + history.Length)], "aggregate"u8);
        hash.Add(vantage.Site);
        hash.Add(vantage.ObservationPoint);
        hash.Add(host);
        hash.Add((long)(responder ? 256 : 0) + protocol);
        hash.Add(history);
        hash.Add(second.Nanoseconds);
        return hash.ToId();
    }
}
