using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using NetThreat.Core.Flows;

namespace NetThreat.Packets.Transport;

/// <summary>What a TCP header must not be (RFC 9293 section 3).</summary>
internal static class TcpRules
{
    private const int MinHeader = 20;

    /// <summary>The bits between data offset and flags; the lowest is accurate ECN's.</summary>
    private const byte Reserved = 0x0E;

    private const byte End = 0, NoOperation = 1, FastOpen = 34, Experiment = 254;

    /// <summary>The experiment that fast open began as (RFC 7413 section 4.1.1).</summary>
    private const int FastOpenExperiment = 0xF989;

    /// <summary>Nearly all segments pass without a branch taken: ACK without SYN, FIN+RST and URG, and options that are absent or a timestamp's.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Check(ReadOnlySpan<byte> s, int header, int payload, bool fragmented, ref DecodedPacket d)
    {
        var flags = d.Flags & (TcpFlags.Fin | TcpFlags.Syn | TcpFlags.Rst | TcpFlags.Ack | TcpFlags.Urg);
        if ((flags & ~TcpFlags.Fin) != TcpFlags.Ack || (s[12] & Reserved) != 0 || d.SourcePort == 0 || d.DestinationPort == 0)
            Odd(s, header, payload, fragmented, ref d);
        if (header != MinHeader && !IsTimestampOnly(s, header)) CheckOptions(s, header, payload, ref d);
        else if ((flags & TcpFlags.Syn) != 0 && payload > 0) d.Anomalies |= Anomaly.TcpDataOnSyn;
    }

    private static void Odd(ReadOnlySpan<byte> s, int header, int payload, bool fragmented, ref DecodedPacket d)
    {
        var flags = d.Flags;
        if ((s[12] & Reserved) != 0) d.Anomalies |= Anomaly.TcpReservedBits;
        if (d.SourcePort == 0 || d.DestinationPort == 0) d.Anomalies |= Anomaly.PortZero;
        if ((flags & (TcpFlags.Syn | TcpFlags.Fin)) == (TcpFlags.Syn | TcpFlags.Fin)) d.Anomalies |= Anomaly.TcpSynFin;
        if ((flags & (TcpFlags.Syn | TcpFlags.Rst)) == (TcpFlags.Syn | TcpFlags.Rst)) d.Anomalies |= Anomaly.TcpSynRst;
        if ((flags & (TcpFlags.Fin | TcpFlags.Rst)) == (TcpFlags.Fin | TcpFlags.Rst)) d.Anomalies |= Anomaly.TcpFinRst;
        if ((flags & (TcpFlags.Syn | TcpFlags.Rst | TcpFlags.Ack)) == 0) NoAck(flags, ref d);
        if ((flags & (TcpFlags.Syn | TcpFlags.Rst)) == TcpFlags.Syn && d.Window == 0) d.Anomalies |= Anomaly.TcpZeroWindowSyn;
        if ((flags & TcpFlags.Urg) != 0) Urgent(BinaryPrimitives.ReadUInt16BigEndian(s.Slice(18, 2)), payload, fragmented, ref d);
    }

    private static void NoAck(TcpFlags flags, ref DecodedPacket d)
    {
        const TcpFlags Tree = TcpFlags.Fin | TcpFlags.Psh | TcpFlags.Urg;
        if ((flags & (Tree | TcpFlags.Ece | TcpFlags.Cwr)) == 0) d.Anomalies |= Anomaly.TcpNoFlags;
        else if ((flags & Tree) == Tree) d.Anomalies |= Anomaly.TcpXmas;
        else d.Anomalies |= Anomaly.TcpNoAck;
    }

    private static void Urgent(int pointer, int payload, bool fragmented, ref DecodedPacket d)
    {
        // The pointer names the last urgent byte or the one behind it (RFC 6093): up to one beyond the segment is ordinary.
        if (pointer == 0 || (pointer > payload + 1 && !fragmented) || (d.Flags & TcpFlags.Syn) != 0) d.Anomalies |= Anomaly.TcpUrgentPointer;
    }

    private static bool IsTimestampOnly(ReadOnlySpan<byte> s, int header) =>
        header == MinHeader + 12 && s.Length >= header && BinaryPrimitives.ReadUInt32BigEndian(s.Slice(MinHeader, 4)) == 0x0101_080A;

    private static void CheckOptions(ReadOnlySpan<byte> s, int header, int payload, ref DecodedPacket d)
    {
        bool syn = (d.Flags & TcpFlags.Syn) != 0 && payload > 0, fastOpen = false;

        // Options that were not captured are not judged.
        if (s.Length < header) return;
        var options = s[MinHeader..header];
        for (int at = 0; at < options.Length && options[at] != End;)
        {
            if (options[at] == NoOperation)
            {
                at++;
                continue;
            }

            int length = at + 1 < options.Length ? options[at + 1] : 0;
            if (length < 2 || length > options.Length - at)
            {
                d.Anomalies |= Anomaly.TcpBadOptions;
                break;
            }

            fastOpen |= options[at] == FastOpen
                || (options[at] == Experiment && length >= 4 && BinaryPrimitives.ReadUInt16BigEndian(options[(at + 2)..]) == FastOpenExperiment);
            at += length;
        }

        if (syn && !fastOpen) d.Anomalies |= Anomaly.TcpDataOnSyn;
    }
}
