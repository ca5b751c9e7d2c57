using System.Runtime.InteropServices;
using NetThreat.Core.Flows;
using NetThreat.Flows.Applications;
using NetThreat.Flows.Features;
using NetThreat.Flows.Tcp;

namespace NetThreat.Flows.Table;

/// <summary>
/// What the meter keeps of every live flow, in native memory. Times are nanoseconds since the epoch. What every packet touches stands
/// first; what few flows need stands apart in <see cref="RareState"/>.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct FlowSlot
{
    public const int MaxHistory = 26;

    public PackedKey Key;

    /// <summary>Latest packet time; packets out of order do not move it back.</summary>
    public long Last;

    /// <summary>Next segment boundary, or the moment of release of a closed flow.</summary>
    public long Boundary;

    /// <summary>What the due queue holds for this flow; an entry with another time is stale.</summary>
    public long Scheduled;

    public long Start;
    public long IdleTimeout;

    /// <summary>Time of the last packet before both sides had closed; Zeek's duration ends here.</summary>
    public long LastOpen;
    public DirectionCounters Originator, Responder;

    /// <summary>The flow's own rare state, or the shared one that is all zero.</summary>
    public RareState* Rare;

    /// <summary>The flow's place in the extended features; null in the basic profile.</summary>
    public ExtendedState* Extended;
    public Anomaly Anomalies;

    /// <summary>Which history letters were given, originator in the low half.</summary>
    public uint HistorySeen;

    public int Segment;
    public ushort Vlan;
    public bool InUse;

    /// <summary>Another worker publishes the flow; this table only follows it for what it carries.</summary>
    public bool Shadow;
    public bool OriginatorIsB;
    public bool Closed;

    /// <summary>The release of the closed flow is scheduled.</summary>
    public bool Closing;
    public bool DirectionDoubtful;
    public bool HasFacts;
    public bool HasId;

    /// <summary>The number of the protocol that the payload was recognised as, or 0.</summary>
    public byte Service;
    public InspectionState Inspection;
    public bool SeenOriginator, SeenResponder, Partial;
    public TunnelKind Tunnel;
    public byte HistoryLength;
    public fixed byte History[MaxHistory];
    public FeatureState Features;
    public TcpEndpoint OriginatorTcp, ResponderTcp;

    /// <summary>When the flow ends if no packet comes before.</summary>
    public readonly long End => Closed ? Boundary : Last + IdleTimeout;

    public readonly long PendingPackets =>
        Originator.Packets + Responder.Packets - Rare->PublishedOriginator.Packets - Rare->PublishedResponder.Packets;

    /// <summary>The flow's own rare state, taken out of the pool if it has none yet.</summary>
    public RareState* OwnRare() => Rare->IsShared ? Rare = Rare->Pool->Take() : Rare;
}
