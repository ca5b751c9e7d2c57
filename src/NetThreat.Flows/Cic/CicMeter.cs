using NetThreat.Core.Flows;
using NetThreat.Core.Ledger;
using NetThreat.Core.Net;
using NetThreat.Core.Packets;
using NetThreat.Core.Time;
using NetThreat.Packets;

namespace NetThreat.Flows.Cic;

/// <summary>
/// Packets to flows as CICFlowMeter makes them: a flow ends at its first FIN, or with the first packet more than 120 s after its start;
/// flows of one packet are left out. For comparisons and for models trained on its rows; detection uses <see cref="FlowMeter"/>.
/// </summary>
public sealed class CicMeter
{
    private const long ActiveTimeout = 120_000_000;
    private readonly Dictionary<Key, (CicFlow Flow, long Order)> _open = [];
    private readonly Queue<(Key Key, CicFlow Flow)> _oldest = new();
    private readonly Action<FlowRecord> _sink;
    private readonly int _maxFlows;
    private long _begun;

    /// <param name="sink">Called with each flow: addresses, times, packets and the 76 columns.</param>
    /// <param name="maxFlows">Open flows at most; beyond, the one that began first leaves, counted.</param>
    /// <param name="stream">The ledger's name of the stream.</param>
    public CicMeter(Action<FlowRecord> sink, int maxFlows, string stream = "")
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxFlows, 1);
        (_sink, _maxFlows) = (sink, maxFlows);
        Ledger = new StageLedger("cic", "packets", stream);
    }

    /// <summary>Every packet: in a flow given to the sink, dropped by reason, or in an open flow.</summary>
    public StageLedger Ledger { get; }

    public long Flows { get; private set; }

    public long EvictedFlows { get; private set; }

    public Timestamp Clock { get; private set; } = Timestamp.MinValue;

    private readonly record struct Key(Address Low, Address High, ushort LowPort, ushort HighPort, byte Protocol)
    {
        public static Key Of(in CicPacket p)
        {
            int c = p.Source.CompareTo(p.Destination);
            return c < 0 || (c == 0 && p.SourcePort <= p.DestinationPort)
                ? new(p.Source, p.Destination, p.SourcePort, p.DestinationPort, p.Protocol)
                : new(p.Destination, p.Source, p.DestinationPort, p.SourcePort, p.Protocol);
        }
    }

    public void Process(PacketBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        foreach (ref readonly var packet in batch.Packets)
        {
            Ledger.In(1);
            Clock = Timestamp.Max(Clock, packet.Time);
            var decoded = default(DecodedPacket);
            var outcome = PacketDecoder.Decode(in packet, ref decoded);
            if (outcome == DecodeOutcome.Flow) Take(new CicPacket(in decoded));
            else Ledger.Drop(PacketDecoder.Reason(outcome), 1);
        }
    }

    /// <summary>The input has ended: open flows leave in the order in which they began.</summary>
    public void Finish()
    {
        foreach (var (flow, _) in _open.Values.OrderBy(f => f.Order)) Emit(flow);
        _open.Clear();
        _oldest.Clear();
    }

    private void Take(in CicPacket p)
    {
        var key = Key.Of(in p);
        if (!_open.TryGetValue(key, out var open))
        {
            if (_open.Count >= _maxFlows) Evict();
            Begin(key, new CicFlow(in p, null));
        }
        else if (p.Time - open.Flow.Start > ActiveTimeout)
        {
            Emit(open.Flow);
            Begin(key, new CicFlow(in p, open.Flow));
        }
        else if ((p.Flags & TcpFlags.Fin) != 0)
        {
            open.Flow.End(in p);
            Emit(open.Flow);
            _open.Remove(key);
        }
        else
        {
            open.Flow.Add(in p);
        }
    }

    private void Begin(Key key, CicFlow flow)
    {
        _open[key] = (flow, _begun++);
        _oldest.Enqueue((key, flow));
        if (_oldest.Count > 2L * _open.Count + 1024) ForgetEnded();
    }

    /// <summary>Ended flows stay in the queue until it is their turn, or until they are the majority.</summary>
    private void ForgetEnded()
    {
        for (int n = _oldest.Count; n > 0; n--)
        {
            var (key, flow) = _oldest.Dequeue();
            if (_open.TryGetValue(key, out var open) && open.Flow == flow) _oldest.Enqueue((key, flow));
        }
    }

    private void Evict()
    {
        while (_oldest.TryDequeue(out var oldest))
        {
            if (!_open.TryGetValue(oldest.Key, out var open) || open.Flow != oldest.Flow) continue;
            _open.Remove(oldest.Key);
            EvictedFlows++;
            Emit(oldest.Flow);
            return;
        }
    }

    private void Emit(CicFlow flow)
    {
        // The original leaves these out: its statistics of gaps would be undefined.
        if (flow.Packets < 2)
        {
            Ledger.Drop("single_packet", flow.Packets);
            return;
        }

        Flows++;
        Ledger.Out(flow.Packets);
        _sink(Record(flow));
    }

    private static FlowRecord Record(CicFlow f)
    {
        var total = new FlowCounters(new(f.Forward.Count, 0, f.Forward.Sum), new(f.Backward.Count, 0, f.Backward.Sum));
        var end = new Timestamp(f.Last * 1000);
        return new FlowRecord
        {
            Id = default,
            Key = new(f.Source, f.Destination, f.SourcePort, f.DestinationPort, f.Protocol),
            Segment = 0,
            Final = true,
            EndReason = FlowEnd.Foreign,
            Start = new Timestamp(f.Start * 1000),
            End = end,
            Time = end,
            Delta = total,
            Total = total,
            State = ConnState.OTH,
            History = "",
            Features = CicRow.Of(f),
        };
    }
}
