using NetThreat.Core.Flows;
using NetThreat.Core.Net;

namespace NetThreat.Capture.Collector;

/// <summary>
/// Connection state and history as far as cumulated flags tell: which letters occurred, in the order in which they usually do. How often,
/// and what was retransmitted, is lost.
/// </summary>
internal static class TcpSummary
{
    private const byte Fin = 1, Syn = 2, Rst = 4, Psh = 8, Ack = 16;

    /// <summary>IP and TCP headers without options, per packet: what is above it is payload, or options.</summary>
    private const int HeaderBytes = 60;

    public static ConnState State(in ForeignFlow f)
    {
        if (f.Protocol == IpProtocol.Udp) return f.Packets > 0 ? f.ReversePackets > 0 ? ConnState.SF : ConnState.S0 : f.ReversePackets > 0 ? ConnState.SHR : ConnState.OTH;
        if (f.Protocol != IpProtocol.Tcp || !f.FlagsKnown) return ConnState.OTH;
        return f.ReversePackets == 0 ? OneSide(f.Flags) : TwoSides(f);
    }

    public static string History(in ForeignFlow f) => f.Protocol switch
    {
        IpProtocol.Tcp when f.FlagsKnown => Letters.Of(Bits(f)),
        IpProtocol.Udp => f.Packets > 0 ? f.ReversePackets > 0 ? "Dd" : "D" : "d",
        _ => "",
    };

    private static ConnState OneSide(byte flags)
    {
        if ((flags & (Syn | Ack)) == Syn) return (flags & Rst) != 0 ? ConnState.RSTOS0 : (flags & Fin) != 0 ? ConnState.SH : ConnState.S0;
        return ConnState.OTH;
    }

    private static ConnState TwoSides(in ForeignFlow f)
    {
        bool opened = (f.Flags & Syn) != 0, answered = (f.ReverseFlags & Syn) != 0;
        bool originatorReset = (f.Flags & Rst) != 0, responderReset = (f.ReverseFlags & Rst) != 0;
        if (responderReset && opened && !answered) return ConnState.REJ;
        if (originatorReset) return opened && !answered ? ConnState.RSTOS0 : ConnState.RSTO;
        if (responderReset) return opened ? ConnState.RSTR : ConnState.RSTRH;
        if (!opened || !answered) return ConnState.OTH;
        return ((f.Flags & Fin) != 0, (f.ReverseFlags & Fin) != 0) switch
        {
            (true, true) => ConnState.SF,
            (true, false) => ConnState.S2,
            (false, true) => ConnState.S3,
            _ => ConnState.S1,
        };
    }

    /// <summary>One bit for each letter of <see cref="Letters.Order"/>.</summary>
    private static int Bits(in ForeignFlow f)
    {
        int bits = 0;
        void Set(int letter, bool on) => bits |= on ? 1 << letter : 0;
        Set(0, (f.Flags & (Syn | Ack)) == Syn || ((f.Flags & Syn) != 0 && (f.ReverseFlags & Syn) != 0) || ((f.Flags & Syn) != 0 && f.ReversePackets == 0 && f.Packets > 1));
        Set(1, (f.ReverseFlags & (Syn | Ack)) == (Syn | Ack));
        Set(2, (f.Flags & Ack) != 0 && (f.Flags & (Rst | Syn)) != (Rst | Syn));
        Set(3, (f.Flags & Psh) != 0 || f.Octets > f.Packets * HeaderBytes);
        Set(4, (f.ReverseFlags & Ack) != 0 && (f.ReverseFlags & Rst) == 0 && f.ReversePackets > 1);
        Set(5, (f.ReverseFlags & Psh) != 0 || f.ReverseOctets > f.ReversePackets * HeaderBytes);
        Set(6, (f.Flags & Fin) != 0);
        Set(7, (f.ReverseFlags & Fin) != 0);
        Set(8, (f.Flags & Rst) != 0);
        Set(9, (f.ReverseFlags & Rst) != 0);
        return bits;
    }

    /// <summary>The 1024 histories that can be, made once each.</summary>
    private static class Letters
    {
        public const string Order = "ShADadFfRr";

        private static readonly string?[] Made = new string?[1 << Order.Length];

        public static string Of(int bits) => Made[bits] ??= string.Concat(Order.Where((_, i) => (bits >> i & 1) != 0));
    }
}
