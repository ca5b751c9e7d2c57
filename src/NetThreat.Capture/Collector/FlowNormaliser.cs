using NetThreat.Core.Net;
using NetThreat.Core.Wire;
using F = NetThreat.Capture.Collector.RecordFields;

namespace NetThreat.Capture.Collector;

/// <summary>Exporters' records to our own words.</summary>
/// <param name="clockTolerance">How far an exporter's clock may stand from ours before its times are moved.</param>
internal sealed class FlowNormaliser(TimeSpan clockTolerance)
{
    private const byte FlowCreated = 1;

    private readonly long _tolerance = clockTolerance.Ticks * 100;

    /// <summary>Records whose end lay after their receipt, and was moved to it.</summary>
    public long FutureEnds { get; private set; }

    /// <returns>Null, or why the record makes no flow: the ledger's reason.</returns>
    public string? Normalise(in ForeignRecord r, ExportDomain domain, in ExportHeader header, out ForeignFlow flow)
    {
        flow = default;
        if ((r.Has & (F.Source | F.Destination)) != (F.Source | F.Destination)) return "no_addresses";
        // Firewalls announce a flow at its beginning and tell it again at its end.
        if ((r.Has & F.FirewallEvent) != 0 && r.FirewallEvent == FlowCreated) return "flow_announcement";
        flow.Domain = domain;
        flow.Source = r.Source;
        flow.Destination = r.Destination;
        flow.Protocol = r.Protocol;
        flow.Received = header.Received;
        flow.Records = 1;
        flow.Vlan = r.Vlan;
        flow.Sampled = domain.Key.Version == FlowVersion.SFlow5;
        Ports(r, ref flow);
        Counters(r, domain, ref flow);
        Times(r, domain.ClockOffset, ref flow);
        Rest(r, ref flow);
        return null;
    }

    private static void Ports(in ForeignRecord r, ref ForeignFlow f)
    {
        if (r.Protocol is not (IpProtocol.Icmp or IpProtocol.IcmpV6))
        {
            (f.SourcePort, f.DestinationPort) = (r.SourcePort, r.DestinationPort);
            return;
        }

        // Without elements of their own, type and code stand in the destination port.
        bool told = (r.Has & F.IcmpTypeCode) != 0;
        byte type = told ? r.IcmpType : (byte)(r.DestinationPort >> 8), code = told ? r.IcmpCode : (byte)r.DestinationPort;
        f.SourcePort = type;
        f.DestinationPort = (ushort)IcmpCounterpart.Of(r.Protocol, type, code, out _);
    }

    private static void Counters(in ForeignRecord r, ExportDomain domain, ref ForeignFlow f)
    {
        f.Sampling = domain.Sampling.RateOf(r);
        f.Octets = Scale((r.Has & F.Octets) != 0 ? r.Octets : (r.Has & F.OctetsTotal) != 0 ? r.OctetsTotal : r.PostOctets, f.Sampling);
        f.Packets = Scale((r.Has & F.Packets) != 0 ? r.Packets : (r.Has & F.PacketsTotal) != 0 ? r.PacketsTotal : r.PostPackets, f.Sampling);
        if ((r.Has & F.Reverse) == 0) return;
        f.Biflow = f.Directed = true;
        f.ReverseOctets = Scale(r.ReverseOctets != 0 ? r.ReverseOctets : r.ReverseOctetsTotal, f.Sampling);
        f.ReversePackets = Scale(r.ReversePackets != 0 ? r.ReversePackets : r.ReversePacketsTotal, f.Sampling);
    }

    private static long Scale(ulong count, double rate)
    {
        if (rate != 1) return (long)Math.Min(Math.Round(count * rate), WireLimits.MaxCount);
        return (long)Math.Min(count, WireLimits.MaxCount);
    }

    private void Times(in ForeignRecord r, long offset, ref ForeignFlow f)
    {
        long shift = Math.Abs(offset) >= _tolerance ? offset : 0;
        f.Start = r.Start == 0 ? f.Received : Shifted(r.Start, shift);
        f.End = r.End == 0 ? f.Start : Shifted(r.End, shift);
        if (f.End > f.Received)
        {
            // The flow keeps its duration: what is wrong is where its times stand.
            FutureEnds++;
            f.Start = (long)Int128.Max(0, (Int128)f.Start - (f.End - f.Received));
            f.End = f.Received;
        }

        f.Start = Math.Min(f.Start, f.End);
        f.ReverseStart = (r.Has & F.ReverseStart) != 0 ? f.Start + r.ReverseStartDelta * 1_000_000L : f.Start;
    }

    private static long Shifted(long time, long by) => (long)Int128.Clamp((Int128)time + by, 0, long.MaxValue);

    private static void Rest(in ForeignRecord r, ref ForeignFlow f)
    {
        f.Flags = r.TcpFlags;
        f.ReverseFlags = r.ReverseTcpFlags;
        f.FlagsKnown = r.Protocol == IpProtocol.Tcp && (r.Has & F.TcpFlags) != 0 && (!f.Biflow || (r.Has & F.ReverseTcpFlags) != 0);
        f.InputInterface = r.InputInterface;
        f.OutputInterface = r.OutputInterface;
        f.Label = r.LabelCount > 0 ? r.Labels[0] >> 4 : 0;
        f.Application = r.ApplicationName;
        f.ApplicationId = r.ApplicationId;
        f.FlowId = r.FlowId;
        (f.NatSource, f.NatSourcePort) = (r.NatSource, r.NatSourcePort);
        (f.NatDestination, f.NatDestinationPort) = (r.NatDestination, r.NatDestinationPort);
        if ((r.Has & F.BiflowDirection) != 0 && r.BiflowDirection == 1) f.Directed = true;
        // RFC 5103 section 6.3: 2 says that the source is the one that answers.
        if (f.Biflow && (r.Has & F.BiflowDirection) != 0 && r.BiflowDirection == 2) f.Turn();
    }
}
