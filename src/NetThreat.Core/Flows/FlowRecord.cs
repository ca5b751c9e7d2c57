using NetThreat.Core.Identity;
using NetThreat.Core.Time;

namespace NetThreat.Core.Flows;

/// <summary>
/// One bidirectional conversation, or one segment of a long one. The segment with <see cref="Final"/> set is the last and carries the
/// feature row of the whole flow. Site, observation point and stream belong to the message that carries the record.
/// </summary>
public sealed record FlowRecord
{
    /// <summary>hash128(site, observation point, key, start): the same for every segment of the flow.</summary>
    public required Id128 Id { get; init; }

    public required FlowKey Key { get; init; }

    /// <summary>0 for the first segment; doubles as the revision of the flow's stored row.</summary>
    public required int Segment { get; init; }

    public required bool Final { get; init; }

    public required FlowEnd EndReason { get; init; }

    /// <summary>Capture time of the flow's first packet.</summary>
    public required Timestamp Start { get; init; }

    /// <summary>Capture time of the flow's last packet so far.</summary>
    public required Timestamp End { get; init; }

    /// <summary>
    /// Event time: the end of the interval this record describes, silence included: the segment boundary, or the moment at which
    /// the flow counted as ended. A function of the flow's own packet times only; never before <see cref="End"/>.
    /// </summary>
    public required Timestamp Time { get; init; }

    /// <summary>What this segment adds.</summary>
    public required FlowCounters Delta { get; init; }

    /// <summary>The whole flow up to this segment.</summary>
    public required FlowCounters Total { get; init; }

    public required ConnState State { get; init; }

    /// <summary>Zeek's history letters of the whole flow so far; empty for protocols without one.</summary>
    public required string History { get; init; }

    /// <summary>Outermost VLAN id, or 0 for none (an attribute, not part of the key).</summary>
    public ushort Vlan { get; init; }

    /// <summary>The originator proved to be the other side after the first segment was published.</summary>
    public bool DirectionDoubtful { get; init; }

    /// <summary>The flow that carried this one as its payload (the outer layer of a tunnel); zero for none.</summary>
    public Id128 Parent { get; init; }

    /// <summary>How the parent carried it.</summary>
    public TunnelKind Tunnel { get; init; }

    /// <summary>What was odd about the flow's packets so far.</summary>
    public Anomaly Anomalies { get; init; }

    /// <summary>ICMP errors that quoted a packet of the flow so far, at most 65,535.</summary>
    public int IcmpErrors { get; init; }

    /// <summary>The last of them: type in the upper byte, code in the lower; 0 for none.</summary>
    public int LastIcmpError { get; init; }

    /// <summary>The first packets of the whole flow; null unless <see cref="Final"/>, or where not measured.</summary>
    public PacketSequence? Sequence { get; init; }

    public ApplicationFacts? Application { get; init; }

    /// <summary>Version of the schema that <see cref="Features"/> follows; 0 without a row.</summary>
    public int FeatureSchema { get; init; }

    /// <summary>The whole flow's features in the order of the feature schema, NaN where unknown; null unless <see cref="Final"/>.</summary>
    public double[]? Features { get; init; }

    /// <summary>Where the record came from and what came with it, when we did not measure it ourselves.</summary>
    public ForeignFacts? Foreign { get; init; }

    /// <summary>TCP: the originator's SYN was seen and nothing of the responder's answered it. Other protocols: the responder sent nothing.</summary>
    public bool Unanswered => Total.Responder.Packets == 0;
}
