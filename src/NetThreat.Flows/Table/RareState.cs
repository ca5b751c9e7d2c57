using System.Runtime.InteropServices;
using NetThreat.Core.Flows;
using NetThreat.Core.Identity;
using NetThreat.Flows.Features;
using NetThreat.Flows.Tcp;

namespace NetThreat.Flows.Table;

/// <summary>
/// What only some flows need: those that report in segments, go through tunnels, provoke ICMP errors, pause, send in bulk, or lose or reorder data. A flow
/// without reads the pool's shared state, in which everything is zero.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct RareState
{
    public RarePool* Pool;

    /// <summary>The next free state of the pool.</summary>
    public RareState* Next;
    public bool IsShared;

    /// <summary>How far the flow began behind the clock; its records leave that much later than their time.</summary>
    public long Lateness;
    public DirectionCounters PublishedOriginator, PublishedResponder;
    public Id128 Id;

    /// <summary>The flow that carries this one in a tunnel.</summary>
    public Id128 Parent;
    public PeriodStatistics Active, Idle;
    public BulkTotals ForwardBulk, BackwardBulk;
    public TcpPieces OriginatorPieces, ResponderPieces;

    /// <summary>Bytes that the peer acknowledged and this capture never had.</summary>
    public ulong OriginatorMissed, ResponderMissed;

    /// <summary>ICMP errors that quoted this flow, and type &lt;&lt; 8 | code of the last.</summary>
    public ushort IcmpErrors, LastIcmpError;

    public void ExchangeRoles()
    {
        (ForwardBulk, BackwardBulk) = (BackwardBulk, ForwardBulk);
        (OriginatorPieces, ResponderPieces) = (ResponderPieces, OriginatorPieces);
        (OriginatorMissed, ResponderMissed) = (ResponderMissed, OriginatorMissed);
    }
}
