using System.Runtime.InteropServices;
using NetThreat.Core.Flows;
using NetThreat.Core.Identity;
using NetThreat.Flows.Applications;
using NetThreat.Flows.Features;
using NetThreat.Flows.Tcp;

namespace NetThreat.Flows.Table;

/// <summary>
/// Everything the meter keeps of one live flow, in native memory. Times are nanoseconds since the epoch. What every packet touches stands
/// first.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct FlowSlot
{
    public const int MaxHistory = 26;

    public PackedKey Key;
    public ulong Hash;

    /// <summary>Next segment boundary, or the moment of release of a closed flow.</summary>
    public long Boundary;

    /// <summary>Latest packet time; packets out of order do not move it back.</summary>
    public long Last;

    public long Start;

    /// <summary>What the due heap holds for this flow; an entry with another time is stale.</summary>
    public long Scheduled;

    public long IdleTimeout;

    /// <summary>How far the flow began behind the clock; its records leave that much later than their time.</summary>
    public long Lateness;
    public DirectionCounters Originator, Responder;
    public DirectionCounters PublishedOriginator, PublishedResponder;

    /// <summary>Time of the last packet before both sides had closed; Zeek's duration ends here.</summary>
    public long LastOpen;

    /// <summary>Release time of a closed flow, once set.</summary>
    public long ClosedUntil;

    /// <summary>Which history letters were given, originator in the low half.</summary>
    public uint HistorySeen;

    public int Segment;
    public ushort Vlan;
    public bool InUse;
    public bool OriginatorIsB;
    public bool Closed;
    public bool DirectionDoubtful;
    public bool HasFacts;
    public bool HasId;

    /// <summary>The number of the protocol that the payload was recognised as, or 0.</summary>
    public byte Service;
    public InspectionState Inspection;
    public bool SeenOriginator, SeenResponder, Partial;
    public byte HistoryLength;
    public fixed byte History[MaxHistory];
    public Id128 Id;

    /// <summary>The flow that carries this one in a tunnel.</summary>
    public Id128 Parent;
    public Anomaly Anomalies;
    public TunnelKind Tunnel;

    /// <summary>The flow's place in the extended features; null in the basic profile.</summary>
    public ExtendedState* Extended;
    public FeatureState Features;
    public TcpEndpoint OriginatorTcp, ResponderTcp;

    /// <summary>The moment at which this flow has something to say if no packet comes before it.</summary>
    public readonly long Due
    {
        get
        {
            if (Closed) return Boundary;
            long idle = Last + IdleTimeout;
            return idle < Boundary ? idle : Boundary;
        }
    }

    public readonly long PendingPackets =>
        Originator.Packets + Responder.Packets - PublishedOriginator.Packets - PublishedResponder.Packets;
}
