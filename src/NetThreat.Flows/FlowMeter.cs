using System.Runtime.InteropServices;
using NetThreat.Core.Flows;
using NetThreat.Core.Ledger;
using NetThreat.Core.Net;
using NetThreat.Core.Packets;
using NetThreat.Core.Streams;
using NetThreat.Core.Time;
using NetThreat.Flows.Conformance;
using NetThreat.Flows.Fragments;
using NetThreat.Flows.Parallel;
using NetThreat.Flows.Quoted;
using NetThreat.Flows.Records;
using NetThreat.Flows.Table;
using NetThreat.Packets;
using NetThreat.Packets.Network;

namespace NetThreat.Flows;

/// <summary>
/// Packets to flow records: one flow table with its event-time clock. Records leave through the sink in order of event time as the clock
/// passes it, and depend on the packets alone, not on how they were batched. Not thread-safe.
/// </summary>
public sealed unsafe class FlowMeter : IDisposable
{
    /// <summary>Packets decoded and prefetched ahead of the table.</summary>
    private const int Ahead = 64;

    /// <summary>Layers of tunnels that are followed into flows of their own.</summary>
    private const int MaxTunnelDepth = 4;

    private readonly FlowIdentity _identity;
    private readonly FlowTracker _tracker;
    private readonly ulong _seed;
    private readonly MeterShare _share;
    private Prepared* _prepared;
    private readonly long[] _dropped = new long[(int)DecodeOutcome.LaterFragment + 1];
    private readonly FragmentTable _fragments, _innerFragments;
    private readonly bool _verify;

    /// <summary>The first frame of the A-MSDU in work.</summary>
    private DecodedPacket _aggregate;
    private bool _finished;

    /// <param name="options">Checked: see <see cref="MeterOptions.Validate"/>.</param>
    /// <param name="vantage">Becomes part of every flow's id.</param>
    /// <param name="sink">Called with each record on the caller's thread, in order of event time.</param>
    /// <param name="stream">The ledger's name of the stream.</param>
    /// <exception cref="ArgumentException">The options are unusable; the message lists every fault.</exception>
    public FlowMeter(MeterOptions options, Vantage vantage, Action<FlowRecord> sink, string stream = "")
        : this(options, vantage, row => sink(row.Record), stream)
    {
    }

    private FlowMeter(MeterOptions options, Vantage vantage, Action<FlowRow> sink, string stream)
        : this(options, vantage, sink, MeterShare.Whole, stream)
    {
    }

    internal FlowMeter(MeterOptions options, Vantage vantage, Action<FlowRow> sink, MeterShare share, string stream = "")
    {
        _share = share;
        var faults = options.Validate();
        if (faults.Count > 0) throw new ArgumentException(string.Join("; ", faults), nameof(options));
        Ledger = new StageLedger("meter", "packets", stream);
        _seed = options.HashSeed;
        _identity = new FlowIdentity(vantage);
        var rows = new FlowRowPool(_identity);
        _tracker = new FlowTracker(options, new RecordBuilder(_identity, rows), new ReleaseQueue(sink, rows, Ledger));
        _verify = options.VerifyChecksums && options.Profile == MeterProfile.Full;
        _fragments = new FragmentTable(options.MaxMemoryBytes / 128);
        _innerFragments = new FragmentTable(options.MaxMemoryBytes / 128);
        _prepared = (Prepared*)NativeMemory.AlignedAlloc((nuint)(Ahead * sizeof(Prepared)), 64);
    }

    /// <summary>A meter whose records are rows that are used again: good for nothing after the call, and free of allocation.</summary>
    /// <inheritdoc cref="FlowMeter(MeterOptions, Vantage, Action{FlowRecord}, string)"/>
    public static FlowMeter OfRows(MeterOptions options, Vantage vantage, Action<FlowRow> sink, string stream = "") => new(options, vantage, sink, stream);

    ~FlowMeter() => NativeMemory.AlignedFree(_prepared);

    /// <summary>The latest packet time seen.</summary>
    public Timestamp Clock => new(_tracker.Clock);

    /// <summary>No later record has an earlier <see cref="FlowRecord.Time"/>, except those of packets that come out of order.</summary>
    public Timestamp Watermark => _tracker.Queue.Watermark;

    /// <summary>Packets and clock ticks seen.</summary>
    internal long Sequence { get; private set; }

    /// <summary>Packets inside that no published record covers yet.</summary>
    public long HeldPackets => _tracker.Accepted - _tracker.Queue.ReleasedPackets + _fragments.Held + _innerFragments.Held;

    /// <summary>Flows in the table.</summary>
    public int LiveFlows => _tracker.LiveFlows;

    /// <summary>Flows begun since the start.</summary>
    public long TotalFlows => _tracker.TotalFlows;

    /// <summary>Records published.</summary>
    public long TotalRecords => _tracker.Queue.Released;

    /// <summary>Records published behind the watermark.</summary>
    public long LateRecords => _tracker.Queue.Late;

    /// <summary>Packets found inside tunnels' packets; each is counted in the ledger besides the one that carried it.</summary>
    public long DecapsulatedPackets { get; private set; }

    /// <summary>Datagrams whose fragments were forgotten because their share of the memory was used up.</summary>
    public long EvictedDatagrams => _fragments.Evicted + _innerFragments.Evicted;

    /// <summary>What was odd about packets, counted.</summary>
    public AnomalyCounts Anomalies { get; } = new();

    /// <summary>Flows that left because the table was full.</summary>
    public long EvictedFlows => _tracker.EvictedFlows;

    /// <summary>Application messages left out because their share of the memory was used up.</summary>
    public long SkippedFacts => _tracker.SkippedFacts;

    /// <summary>What flows take now, at most <see cref="MeterOptions.MaxMemoryBytes"/>.</summary>
    public long MemoryBytes => _tracker.MemoryBytes + _fragments.Bytes + _innerFragments.Bytes;

    /// <summary>Every packet given to <see cref="Process(PacketBatch)"/>: in a published record, dropped by reason, or held.</summary>
    public StageLedger Ledger { get; }

    /// <summary>Takes in packets in the order of the batch.</summary>
    public void Process(PacketBatch batch)
    {
        if (_finished) throw new InvalidOperationException("the meter is finished");
        var packets = batch.Packets;
        Ledger.In(packets.Length);
        for (int i = 0; i < packets.Length; i += Ahead) Process(packets.Slice(i, Math.Min(Ahead, packets.Length - i)));
        CountDropped();
    }

    /// <summary>Time passes without packets: releases what is due before <paramref name="now"/>.</summary>
    public void AdvanceClock(Timestamp now)
    {
        Sequence++;
        long time = EventTime.Clamp(now);
        _tracker.Advance(time);
        _fragments.Advance(time);
        _innerFragments.Advance(time);
        CountDropped();
    }

    /// <summary>The stream has ended: every flow is released as if the wire had stayed silent forever.</summary>
    public void Finish()
    {
        _finished = true;
        _fragments.Finish();
        _innerFragments.Finish();
        CountDropped();
        _tracker.Finish();
    }

    public void Dispose()
    {
        _finished = true;
        _tracker.Dispose();
        _identity.Dispose();
        NativeMemory.AlignedFree(_prepared);
        _prepared = null;
        GC.SuppressFinalize(this);
    }

    private void Process(ReadOnlySpan<CapturedPacket> packets)
    {
        for (int i = 0; i < packets.Length; i++)
        {
            Prepared* p = _prepared + i;
            p->Outcome = PacketDecoder.Decode(in packets[i], ref p->Packet, _verify);
            if (p->Packet.Fragment != FragmentPart.None) p->Outcome = _fragments.Resolve(p->Outcome, ref p->Packet, EventTime.Clamp(packets[i].Time));
            if (p->Outcome != DecodeOutcome.Flow) continue;
            Place(p);
            if (!IsSkipped(p)) _tracker.Table.PrefetchIndex(p->Hash);
        }

        for (int i = 0; i < packets.Length; i++)
            if (_prepared[i].Outcome == DecodeOutcome.Flow && !IsSkipped(_prepared + i)) _tracker.Table.PrefetchSlot(_prepared[i].Hash);
        for (int i = 0; i < packets.Length; i++)
        {
            Prepared* p = _prepared + i;
            long time = EventTime.Clamp(packets[i].Time);
            Sequence++;
            _tracker.See(time);
            if (p->Packet.Anomalies != Anomaly.None) Anomalies.Add(p->Packet.Anomalies);
            bool aggregated = p->Packet.NextFrame != 0;
            if (aggregated) _aggregate = p->Packet;
            if (p->Outcome == DecodeOutcome.Flow) Take(in packets[i], p, time);
            else if (p->Outcome != DecodeOutcome.Waiting) _dropped[(int)p->Outcome]++;
            if (aggregated) Siblings(in packets[i], in _aggregate, time, default);
        }
    }

    private void Take(in CapturedPacket packet, Prepared* p, long time)
    {
        uint slot = IsSkipped(p) ? FlowTable.None : _tracker.Update(in *p, time, packet.Data);
        if (IsSpecial(in p->Packet)) Special(in packet, p, slot, time, _fragments);
        if (p->Packet.Inner != InnerLayer.None) Carried(in packet, p, slot, time);
    }

    /// <summary>The packets inside a tunnel's packet, each a packet of its own in the ledger and a flow with the carrying one as parent.</summary>
    private void Carried(in CapturedPacket packet, Prepared* p, uint slot, long time)
    {
        for (int depth = 1; p->Packet.Inner != InnerLayer.None; depth++)
        {
            if (depth > MaxTunnelDepth)
            {
                _tracker.Mark(slot, Anomaly.TunnelTooDeep);
                return;
            }

            var outer = p->Packet;
            Ledger.In(1);
            DecapsulatedPackets++;
            p->Outcome = PacketDecoder.DecodeInner(in packet, in outer, ref p->Packet);
            if (p->Packet.Fragment != FragmentPart.None) p->Outcome = _innerFragments.Resolve(p->Outcome, ref p->Packet, time);
            Anomalies.Add(p->Packet.Anomalies);
            var carrier = new Carrier(_tracker.IdOf(slot), outer.Tunnel);
            if (p->Outcome != DecodeOutcome.Flow)
            {
                if (p->Outcome != DecodeOutcome.Waiting) _dropped[(int)p->Outcome]++;
                if (p->Packet.NextFrame != 0) Siblings(in packet, in p->Packet, time, in carrier);
                return;
            }

            Place(p);
            slot = IsSkipped(p) ? FlowTable.None : _tracker.Update(in *p, time, packet.Data, in carrier);
            if (IsSpecial(in p->Packet)) Special(in packet, p, slot, time, _innerFragments);
            if (p->Packet.NextFrame != 0) Siblings(in packet, in p->Packet, time, in carrier);
        }
    }

    /// <summary>The other frames of an IEEE 802.11 A-MSDU, each a packet of its own in the ledger; tunnels in them are not followed.</summary>
    private void Siblings(in CapturedPacket packet, in DecodedPacket first, long time, in Carrier carrier)
    {
        Prepared next = default;
        for (var previous = first; previous.NextFrame != 0; previous = next.Packet)
        {
            Ledger.In(1);
            DecapsulatedPackets++;
            next.Outcome = PacketDecoder.DecodeNext(in packet, in previous, ref next.Packet);
            Anomalies.Add(next.Packet.Anomalies);
            if (next.Outcome != DecodeOutcome.Flow)
            {
                _dropped[(int)next.Outcome]++;
                continue;
            }

            Place(&next);
            if (!IsSkipped(&next)) _tracker.Update(in next, time, packet.Data, in carrier);
        }
    }

    private void Place(Prepared* p)
    {
        p->FromB = PackedKey.From(in p->Packet, out p->Key);
        p->Hash = p->Key.Hash(_seed);
        p->Elsewhere = !_share.Owns(p->Hash);
    }

    /// <summary>Nothing in this table has to do with the packet's flow.</summary>
    private static bool IsSkipped(Prepared* p) => p->Elsewhere && p->Packet.Inner == InnerLayer.None && !MeterShare.MayCarry(in p->Key);

    /// <summary>An ICMP message, or a first fragment that others have waited for.</summary>
    private static bool IsSpecial(in DecodedPacket p) =>
        p.Protocol is IpProtocol.Icmp or IpProtocol.IcmpV6 || (p.Fragment != FragmentPart.None && p.Waiting != 0);

    /// <summary>Counts the fragments that waited for this one, and notes an ICMP error at the flow it quotes.</summary>
    private void Special(in CapturedPacket packet, Prepared* p, uint slot, long time, FragmentTable fragments)
    {
        if (QuotedPacket.IsError(in p->Packet))
        {
            QuotedFlows.Note(_tracker.Table, _seed, in packet, in p->Packet, time, out bool mismatch);
            if (mismatch && slot != FlowTable.None) _tracker.Mark(slot, Anomaly.IcmpQuoteMismatch);
        }

        int waiting = p->Packet.Fragment != FragmentPart.None ? p->Packet.Waiting : 0;
        Prepared held = default;
        for (int n = 0; n < waiting; n++)
        {
            fragments.Take(out held.Packet);
            Place(&held);
            if (!IsSkipped(&held)) _tracker.Update(in held, time, default);
        }
    }

    private void CountDropped()
    {
        _dropped[(int)DecodeOutcome.LaterFragment] += _fragments.TakeLost() + _innerFragments.TakeLost();
        for (int i = 0; i < _dropped.Length; i++)
        {
            if (_dropped[i] == 0) continue;
            Ledger.Drop(PacketDecoder.Reason((DecodeOutcome)i), _dropped[i]);
            _dropped[i] = 0;
        }
    }
}
