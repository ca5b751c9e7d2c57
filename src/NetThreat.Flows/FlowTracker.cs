using NetThreat.Core.Flows;
using NetThreat.Core.Identity;
using NetThreat.Core.Net;
using NetThreat.Core.Time;
using NetThreat.Flows.Applications;
using NetThreat.Flows.Conformance;
using NetThreat.Flows.Direction;
using NetThreat.Flows.Features;
using NetThreat.Flows.Records;
using NetThreat.Flows.Table;
using NetThreat.Flows.Tcp;
using NetThreat.Packets;

namespace NetThreat.Flows;

/// <summary>The table, the clock and the life of a flow: begun by a packet, reported in segments, ended once.</summary>
internal sealed unsafe class FlowTracker : IDisposable
{
    private readonly DueQueue _due;
    private readonly RecordBuilder _records;
    private readonly Evictor _evictor;
    private readonly ApplicationInspector _facts;
    private readonly bool _inspects, _segments;
    private readonly long _closeDelay, _firstSegment, _segmentInterval;
    private readonly long _tcpIdle, _udpIdle, _icmpIdle, _otherIdle;

    /// <summary>An hour, in nanoseconds.</summary>
    private const long LongestStep = 3_600_000_000_000;

    /// <summary>Time of the packet before, if that was too far ahead to be believed.</summary>
    private long _suspect = long.MinValue;

    /// <summary>Some flow began behind the clock.</summary>
    private bool _hasLate;

    /// <summary>What was due before this has been released; beyond the clock only while the stream ends.</summary>
    private long _released = long.MinValue;

    public FlowTracker(MeterOptions options, RecordBuilder records, ReleaseQueue queue)
    {
        Queue = queue;
        _records = records;
        _segments = options.Segments;
        Table = new FlowTable(options, options.MaxMemoryBytes / 64 * 55);
        _due = new DueQueue(Table);
        _inspects = options.Profile == MeterProfile.Full;
        _evictor = new Evictor(Table);
        _facts = new ApplicationInspector(options.MaxMemoryBytes / 8);
        _closeDelay = Nanoseconds(options.CloseDelay);
        _firstSegment = Nanoseconds(options.FirstSegment);
        _segmentInterval = Nanoseconds(options.SegmentInterval);
        _tcpIdle = Nanoseconds(options.TcpIdleTimeout);
        _udpIdle = Nanoseconds(options.UdpIdleTimeout);
        _icmpIdle = Nanoseconds(options.IcmpIdleTimeout);
        _otherIdle = Nanoseconds(options.OtherIdleTimeout);
    }

    public FlowTable Table { get; }

    public ReleaseQueue Queue { get; }

    public long Clock { get; private set; } = long.MinValue;

    /// <summary>Packets taken into flows.</summary>
    public long Accepted { get; private set; }

    public int LiveFlows => Table.Count;

    public long TotalFlows { get; private set; }

    public long EvictedFlows { get; private set; }

    public long MemoryBytes => Table.Bytes + _due.Bytes + _facts.Bytes;

    public long SkippedFacts => _facts.Skipped;

    /// <summary>
    /// A packet was seen. One that is more than an hour ahead of the clock moves it only when the next packet is too, within an hour of it:
    /// a single wrong time would make all that follows late.
    /// </summary>
    public void See(long time)
    {
        bool leaps = Clock != long.MinValue && time - LongestStep > Clock;
        bool confirmed = _suspect != long.MinValue && Math.Abs(time - _suspect) <= LongestStep;
        _suspect = leaps && !confirmed ? time : long.MinValue;
        if (_suspect == long.MinValue) Advance(time);
        else Advance(Clock);
    }

    /// <summary>Moves the clock, never back, and releases what is due before it.</summary>
    public void Advance(long time)
    {
        if (time > Clock) Clock = time;
        else if (_due.Earliest >= Clock) return;
        if (_due.Earliest < Clock || !Queue.IsEmpty) Release(Clock);
        Queue.Pass(new Timestamp(Clock));
    }

    public void Finish()
    {
        for (uint slot = 0; _hasLate && slot < Table.Slots; slot++)
            if (Table.At(slot)->InUse && Table.At(slot)->Rare->Lateness > 0) CatchUp(slot, Table.At(slot));
        Release(long.MaxValue);
        Queue.Pass(Timestamp.MaxValue);
    }

    /// <returns>The slot of the packet's flow, good until the next update.</returns>
    public uint Update(in Prepared p, long time, ReadOnlySpan<byte> frame, in Carrier carrier = default)
    {
        uint slot = Table.Find(in p.Key, p.Hash);
        MakeRareRoom(slot);
        slot = slot == FlowTable.None ? Begin(in p, time) : Continue(slot, in p, time);
        FlowSlot* f = Table.At(slot);
        f->Anomalies |= p.Packet.Anomalies;
        if (carrier.Tunnel != TunnelKind.None && f->Tunnel == TunnelKind.None) (f->OwnRare()->Parent, f->Tunnel) = (carrier.Parent, carrier.Tunnel);
        bool originator = Count(ref *f, in p, time, frame);
        if (_inspects && p.Packet.CapturedPayload > 0 && f->Inspection != InspectionState.Done)
            _facts.Inspect(slot, ref *f, originator, p.FromB, in p.Packet, frame.Slice(p.Packet.PayloadOffset, p.Packet.CapturedPayload));
        if (f->Closed && !f->Closing) Close(slot, f);
        if (f->Rare->Lateness > 0 && Clock - time < _firstSegment) CatchUp(slot, f);
        if (p.Elsewhere) f->Shadow = true;
        else Accepted++;
        return slot;
    }

    /// <summary>Notes what is odd about the flow.</summary>
    public void Mark(uint slot, Anomaly anomaly) => Table.At(slot)->Anomalies |= anomaly;

    public Id128 IdOf(uint slot) => _records.IdOf(ref *Table.At(slot));

    public void Dispose()
    {
        Table.Dispose();
        _due.Dispose();
    }

    private static long Nanoseconds(TimeSpan span) => span.Ticks * 100;

    /// <returns>True when the originator sent the packet.</returns>
    private static bool Count(ref FlowSlot f, in Prepared p, long time, ReadOnlySpan<byte> frame)
    {
        bool originator = p.FromB == f.OriginatorIsB;
        ref readonly DecodedPacket packet = ref p.Packet;
        // Quality is judged by what was known before the packet.
        if (f.Extended != null) Measure(ref f, originator, in packet, time, frame);
        if (packet.Protocol == IpProtocol.Tcp)
        {
            f.Anomalies |= FlowRules.OfSegment(in originator ? ref f.OriginatorTcp : ref f.ResponderTcp, in packet);
            TcpTracker.Process(ref f, originator, in packet, time);
            originator = p.FromB == f.OriginatorIsB;
        }
        else if (packet.Protocol == IpProtocol.Udp)
        {
            FlowHistory.Once(ref f, originator, 'D');
        }

        ref DirectionCounters c = ref originator ? ref f.Originator : ref f.Responder;
        FeatureState.Add(ref f, originator, time, in packet);
        c = new DirectionCounters(c.Packets + 1, c.IpBytes + packet.IpLength, c.PayloadBytes + packet.PayloadLength);
        if (time > f.Last) f.Last = time;
        return originator;
    }

    private static void Measure(ref FlowSlot f, bool originator, in DecodedPacket packet, long time, ReadOnlySpan<byte> frame)
    {
        if (originator) f.Extended->Add(true, time, in packet, frame, in f.OriginatorTcp, in f.Rare->OriginatorPieces);
        else f.Extended->Add(false, time, in packet, frame, in f.ResponderTcp, in f.Rare->ResponderPieces);
    }

    private uint Begin(in Prepared p, long time)
    {
        if (Table.IsFull) Evict(FlowTable.None, rare: false);
        uint slot = Table.Insert(in p.Key, p.Hash);
        FlowSlot* f = Table.At(slot);
        bool flip = FirstPacket.IsFromResponder(in p.Packet);
        f->OriginatorIsB = p.FromB != flip;
        if (flip) FlowHistory.Add(ref *f, true, '^');
        f->Start = f->Last = f->LastOpen = time;
        f->Boundary = time + _firstSegment;
        f->Vlan = p.Packet.Vlan;
        f->IdleTimeout = p.Packet.Protocol switch
        {
            IpProtocol.Tcp => _tcpIdle,
            IpProtocol.Udp => _udpIdle,
            IpProtocol.Icmp or IpProtocol.IcmpV6 => _icmpIdle,
            _ => _otherIdle,
        };
        // A flow that its first packet's delay would end at once lives on, as long as one in time.
        if (f->Boundary <= Clock && Clock > time)
        {
            f->OwnRare()->Lateness = Clock - time;
            _hasLate = true;
        }

        Schedule(slot, f);
        if (!p.Elsewhere) TotalFlows++;
        return slot;
    }

    /// <summary>The slot that the packet belongs to: the flow found, or a new one where that has ended or is begun anew.</summary>
    private uint Continue(uint slot, in Prepared p, long time)
    {
        FlowSlot* f = Table.At(slot);
        if (time >= Table.DueOf(f))
        {
            while (time >= Table.DueOf(f))
                if (ReportDue(slot, f, inOrder: false)) return Begin(in p, time);
            Schedule(slot, f);
        }

        if (!_segments && time >= f->Boundary && !f->Closed) PassBoundaries(f, time);
        if ((p.Packet.Flags & TcpFlags.Syn) == 0 || !TcpReuse.IsReuse(in *f, p.Packet)) return slot;
        long start = Math.Max(time, f->Start + 1);
        End(slot, f, Math.Max(time, f->Last), FlowEnd.Reused);
        // One tuple at one instant would be one id.
        return Begin(in p, start);
    }

    private void Release(long limit)
    {
        while (_due.HasBefore(limit))
        {
            long time = _due.TopTime;
            uint slot = _due.TopSlot;
            FlowSlot* f = Table.At(slot);
            _due.PrefetchNext();
            if (!f->InUse || f->Scheduled != time)
            {
                _due.Pop();
                continue;
            }

            _released = time;
            MakeRareRoom(slot);
            if (Table.DueOf(f) + f->Rare->Lateness <= time && ReportDue(slot, f, inOrder: true))
            {
                _due.Pop();
                continue;
            }

            f->Scheduled = Table.DueOf(f) + f->Rare->Lateness;
            _due.Reschedule(f->Scheduled);
        }
    }

    /// <summary>Publishes what the flow has to say at its due time.</summary>
    /// <param name="inOrder">Everything before that time has been published.</param>
    /// <returns>True when the flow has ended and its slot is free.</returns>
    private bool ReportDue(uint slot, FlowSlot* f, bool inOrder)
    {
        long due = Table.DueOf(f);
        if (due == f->End)
        {
            End(slot, f, due, f->Closed ? FlowEnd.Closed : FlowEnd.Idle, inOrder);
            return true;
        }

        if (f->Shadow) f->Segment++;
        else if (f->PendingPackets > 0) Report(_records.Build(ref *f, due, FlowEnd.None, _inspects ? _facts.Take(slot, ref *f, false) : null), f->Rare->Lateness, inOrder);
        f->Boundary += _segmentInterval;
        return false;
    }

    /// <summary>Counts the segments that the flow would have reported, so that a whole flow has the number of its last one.</summary>
    private void PassBoundaries(FlowSlot* f, long time)
    {
        f->Segment++;
        f->Boundary += ((time - f->Boundary) / _segmentInterval + 1) * _segmentInterval;
    }

    private void End(uint slot, FlowSlot* f, long time, FlowEnd reason, bool inOrder = false)
    {
        if (!_segments && !f->Closed && f->Boundary < time) f->Segment++;
        if (!f->Shadow) Report(_records.Build(ref *f, time, reason, _inspects ? _facts.Take(slot, ref *f, true) : null), f->Rare->Lateness, inOrder);
        Table.Remove(slot);
    }

    private void Report(FlowRow row, long lateness, bool inOrder)
    {
        row.Release = row.Time.Nanoseconds + (inOrder ? lateness : 0);
        if (inOrder) Queue.AddInOrder(row);
        else Queue.Add(row);
    }

    private void Close(uint slot, FlowSlot* f)
    {
        f->Closing = true;
        f->Boundary = f->Last + _closeDelay;
        if (Table.DueOf(f) + f->Rare->Lateness < f->Scheduled) Schedule(slot, f);
    }

    /// <summary>The flow's packets are no longer behind the clock.</summary>
    private void CatchUp(uint slot, FlowSlot* f)
    {
        f->Rare->Lateness = 0;
        if (Table.DueOf(f) < f->Scheduled) Schedule(slot, f);
    }

    private void Schedule(uint slot, FlowSlot* f)
    {
        f->Scheduled = Table.DueOf(f) + f->Rare->Lateness;
        if (_due.Count > 2 * Table.Count + 4096) _due.Sweep();
        _due.Push(f->Scheduled, slot);
    }

    /// <summary>A packet or a segment takes at most one rare state, for its own flow.</summary>
    private void MakeRareRoom(uint spared)
    {
        if (Table.NeedsRare) Evict(spared, rare: true);
    }

    private void Evict(uint spared, bool rare)
    {
        uint slot = _evictor.Choose(spared, rare);
        FlowSlot* f = Table.At(slot);
        if (!f->Shadow) EvictedFlows++;
        End(slot, f, Math.Max(Math.Max(Clock, _released), f->Last), FlowEnd.Evicted);
    }
}
