using NetThreat.Core.Net;
using NetThreat.Packets;

namespace NetThreat.Flows.Cic;

/// <summary>
/// One flow as CICFlowMeter keeps it in the release that made the published CIC-IDS2017 rows. Its errors are kept and named where they are
/// made; <c>docs/meter.md</c> lists them.
/// </summary>
internal sealed class CicFlow
{
    /// <summary>Microseconds without a packet that make a flow idle.</summary>
    private const long IdleThreshold = 5_000_000;

    private long _activeStart, _activeEnd, _forwardLast, _backwardLast;

    /// <param name="first">The flow's first packet.</param>
    /// <param name="before">The flow that this one goes on after the active timeout, or null.</param>
    public CicFlow(in CicPacket first, CicFlow? before)
    {
        (Source, Destination, SourcePort, DestinationPort, Protocol) = (first.Source, first.Destination, first.SourcePort, first.DestinationPort, first.Protocol);
        Start = Last = _activeStart = _activeEnd = _forwardLast = first.Time;
        // Error: flags are looked at on the first packet alone.
        FirstFlags = first.Flags;
        // Error: the first packet's length counts twice.
        Lengths.Add(first.Payload);
        Lengths.Add(first.Payload);
        Forward.Add(first.Payload);
        ForwardHeader = MinHeader = first.Header;
        ForwardWindow = first.Window;
        if (before is null) return;
        // Error: the first packet counts as forward before the direction of the flow before is taken over.
        (Source, Destination, SourcePort, DestinationPort) = (before.Source, before.Destination, before.SourcePort, before.DestinationPort);
    }

    public Address Source { get; }

    public Address Destination { get; }

    public ushort SourcePort { get; }

    public ushort DestinationPort { get; }

    public byte Protocol { get; }

    public TcpFlags FirstFlags { get; }

    /// <summary>Microseconds.</summary>
    public long Start { get; }

    public long Last { get; private set; }

    public long ForwardHeader { get; private set; }

    public long BackwardHeader { get; private set; }

    public long MinHeader { get; private set; }

    public int ForwardWindow { get; }

    public int BackwardWindow { get; private set; } = CicPacket.NoWindow;

    public long DataPackets { get; private set; }

    public long Packets => Forward.Count + Backward.Count;

    /// <summary>Payload lengths.</summary>
    public CicStatistics Forward, Backward, Lengths;

    /// <summary>Microseconds between packets.</summary>
    public CicStatistics Gaps, ForwardGaps, BackwardGaps, Active, Idle;

    /// <summary>A packet that does not end the flow: idle time is looked for.</summary>
    public void Add(in CicPacket p)
    {
        if (p.Time - _activeEnd > IdleThreshold)
        {
            if (_activeEnd > _activeStart) Active.Add(_activeEnd - _activeStart);
            Idle.Add(p.Time - _activeEnd);
            _activeStart = p.Time;
        }

        _activeEnd = p.Time;
        Count(in p);
    }

    /// <summary>The packet with the first FIN. Error: idle time before it and the active period that it ends are not counted.</summary>
    public void End(in CicPacket p) => Count(in p);

    private void Count(in CicPacket p)
    {
        Lengths.Add(p.Payload);
        if (p.Source == Source) CountForward(in p);
        else CountBackward(in p);
        Gaps.Add(p.Time - Last);
        Last = p.Time;
    }

    private void CountForward(in CicPacket p)
    {
        // Error: the first packet is never among the data packets.
        if (p.Payload >= 1) DataPackets++;
        Forward.Add(p.Payload);
        ForwardHeader += p.Header;
        ForwardGaps.Add(p.Time - _forwardLast);
        _forwardLast = p.Time;
        MinHeader = Math.Min(MinHeader, p.Header);
    }

    private void CountBackward(in CicPacket p)
    {
        Backward.Add(p.Payload);
        // Error: the last window stays, not the first.
        BackwardWindow = p.Window;
        BackwardHeader += p.Header;
        if (Backward.Count > 1) BackwardGaps.Add(p.Time - _backwardLast);
        _backwardLast = p.Time;
    }
}
