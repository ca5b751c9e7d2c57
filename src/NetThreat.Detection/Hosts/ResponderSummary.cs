using Google.Protobuf;
using NetThreat.Core.Findings;
using NetThreat.Core.Flows;
using NetThreat.Core.Identity;
using NetThreat.Core.Net;
using NetThreat.Core.Sketches;
using NetThreat.Core.Time;
using NetThreat.Core.Wire;

namespace NetThreat.Detection.Hosts;

/// <summary>
/// What happened to one host as responder in one interval. Everything merges by rules that do not depend on how flows were spread over
/// partitions: sums, unions, minima.
/// </summary>
internal sealed class ResponderSummary
{
    /// <summary>Beyond this many distinct ports the counts by port are given up: the attempts are not aimed at a service.</summary>
    public const int MaxPorts = 128;

    private readonly SortedDictionary<ushort, long> _ports = [];
    private readonly SortedSet<(Timestamp Start, Id128 Id)> _flows = [];

    public long Incomplete { get; private set; }

    public long Completed { get; private set; }

    public long Packets { get; private set; }

    public long Bytes { get; private set; }

    public Timestamp First { get; private set; } = Timestamp.MaxValue;

    public Timestamp Last { get; private set; } = Timestamp.MinValue;

    public DistinctSketch Initiators { get; private set; } = new();

    public AddressSample Sample { get; } = new(Peers.MaxSample);

    public bool PortsOverflow { get; private set; }

    /// <summary>Incomplete attempts by port; empty after an overflow.</summary>
    public IReadOnlyDictionary<ushort, long> Ports => _ports;

    public IEnumerable<Id128> Flows => _flows.Select(f => f.Id);

    /// <summary>Counts a TCP attempt by the first segment of its flow.</summary>
    public void Add(FlowRecord record, bool incomplete)
    {
        Packets += record.Delta.Packets;
        Bytes += record.Delta.IpBytes;
        if (!incomplete)
        {
            Completed++;
            return;
        }
        Incomplete++;
        First = Timestamp.Min(First, record.Start);
        Last = Timestamp.Max(Last, record.End);
        Initiators.Add(KeyHash.Of(record.Key.Originator));
        Sample.Add(record.Key.Originator);
        AddPort(record.Key.ResponderPort, 1);
        AddFlow(record.Start, record.Id);
    }

    /// <summary>Counts incomplete attempts that have no records.</summary>
    public void Add(AggregateRecord aggregate)
    {
        Packets += aggregate.Packets;
        Bytes += aggregate.Bytes;
        Incomplete += aggregate.Flows;
        First = Timestamp.Min(First, aggregate.Start);
        Last = Timestamp.Max(Last, aggregate.End);
        Initiators.Merge(aggregate.Peers);
        Sample.Merge(aggregate.Sample.Select(k => k.Originator));
        if (aggregate.Ports is null) OverflowPorts();
        foreach (var (port, flows) in aggregate.Ports ?? new Dictionary<ushort, long>()) AddPort(port, flows);
    }

    public void Merge(ResponderSummary other)
    {
        Incomplete += other.Incomplete;
        Completed += other.Completed;
        Packets += other.Packets;
        Bytes += other.Bytes;
        First = Timestamp.Min(First, other.First);
        Last = Timestamp.Max(Last, other.Last);
        Initiators.Merge(other.Initiators);
        Sample.Merge(other.Sample.ToSorted());
        PortsOverflow |= other.PortsOverflow;
        if (PortsOverflow) _ports.Clear();
        foreach (var (p, n) in other._ports) AddPort(p, n);
        foreach (var f in other._flows) AddFlow(f.Start, f.Id);
    }

    public HostSide ToWire()
    {
        var side = new HostSide
        {
            TcpIncomplete = Incomplete,
            TcpCompleted = Completed,
            Packets = Packets,
            Bytes = Bytes,
            Peers = ByteString.CopyFrom(Initiators.Save()),
            PortsOverflow = PortsOverflow,
            FirstNs = First.Nanoseconds,
            LastNs = Last.Nanoseconds,
        };
        foreach (var a in Sample.ToSorted()) side.PeerSample.Add(HostsWire.Bytes(a));
        foreach (var (p, n) in _ports) side.Ports.Add(new PortCount { Port = p, Count = n });
        foreach (var f in _flows) side.FlowSample.Add(new FlowReference { StartNs = f.Start.Nanoseconds, Id = ByteString.CopyFrom(f.Id.ToBytes()) });
        return side;
    }

    /// <summary>Null when the message is not one of ours.</summary>
    public static ResponderSummary? TryRead(HostSide side)
    {
        if (DistinctSketch.TryLoad(side.Peers.Span) is not { } initiators || side.Ports.Count > MaxPorts || side.FlowSample.Count > Finding.MaxFlows
            || side.PeerSample.Count > Peers.MaxSample || side.PeerSample.Any(p => p.Length != 16) || side.FlowSample.Any(f => f.Id.Length != 16)
            || side.TcpIncomplete < 0 || side.TcpCompleted < 0) return null;
        var s = new ResponderSummary
        {
            Incomplete = side.TcpIncomplete,
            Completed = side.TcpCompleted,
            Packets = side.Packets,
            Bytes = side.Bytes,
            Initiators = initiators,
            PortsOverflow = side.PortsOverflow,
            First = new(side.FirstNs),
            Last = new(side.LastNs),
        };
        foreach (var p in side.PeerSample) s.Sample.Add(Address.FromBytes(p.Span));
        foreach (var p in side.Ports) s._ports[(ushort)p.Port] = p.Count;
        foreach (var f in side.FlowSample) s._flows.Add((new(f.StartNs), Id128.FromBytes(f.Id.Span)));
        return s;
    }

    private void AddPort(ushort port, long count)
    {
        if (PortsOverflow) return;
        _ports[port] = _ports.GetValueOrDefault(port) + count;
        if (_ports.Count > MaxPorts) OverflowPorts();
    }

    private void OverflowPorts()
    {
        PortsOverflow = true;
        _ports.Clear();
    }

    private void AddFlow(Timestamp start, Id128 id)
    {
        var key = (start, id);
        if (_flows.Count >= Finding.MaxFlows && key.CompareTo(_flows.Max) >= 0) return;
        _flows.Add(key);
        if (_flows.Count > Finding.MaxFlows) _flows.Remove(_flows.Max);
    }
}
