using NetThreat.Core.Flows;
using NetThreat.Core.Net;
using NetThreat.Flows.Features;

namespace NetThreat.Capture.Ipfix;

/// <summary>The flags that a flow's packets carried together (tcpControlBits), out of its history and its counted flags.</summary>
internal static class FlowFlags
{
    private const byte Fin = 1, Syn = 2, Rst = 4, Psh = 8, Ack = 16, Urg = 32;
    private static readonly int ForwardPsh = FlowFeatures.Schema.IndexOf("fwd_psh");
    private static readonly int BackwardPsh = FlowFeatures.Schema.IndexOf("bwd_psh");
    private static readonly int ForwardUrg = FlowFeatures.Schema.IndexOf("fwd_urg");
    private static readonly int BackwardUrg = FlowFeatures.Schema.IndexOf("bwd_urg");

    /// <param name="originator">Of the originator's packets; else of the responder's.</param>
    public static byte Of(FlowRecord r, bool originator)
    {
        if (r.Key.Protocol != IpProtocol.Tcp) return 0;
        int flags = 0;
        foreach (char c in r.History)
            if (char.IsLower(c) != originator) flags |= Letter(char.ToLowerInvariant(c));
        if (Counted(r, originator ? ForwardPsh : BackwardPsh)) flags |= Psh;
        if (Counted(r, originator ? ForwardUrg : BackwardUrg)) flags |= Urg;
        return (byte)flags;
    }

    private static bool Counted(FlowRecord r, int column) => r.Features is { } row && column >= 0 && column < row.Length && row[column] > 0;

    /// <summary>The letters of Zeek's history; what follows a handshake acknowledges.</summary>
    private static int Letter(char c) => c switch
    {
        's' => Syn,
        'h' => Syn | Ack,
        'a' or 'd' => Ack,
        'f' => Fin | Ack,
        'r' => Rst,
        _ => 0,
    };
}
