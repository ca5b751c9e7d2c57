using NetThreat.Capture.Collector;
using NetThreat.Capture.Ipfix;
using NetThreat.Core.Net;

namespace NetThreat.Capture.SFlow;

/// <summary>One datagram of sFlow version 5 (sflow.org, sflow_version_5.txt, section 5).</summary>
internal sealed class SFlowReader(IExportSink sink)
{
    /// <summary>Samples of one datagram; more do not fit into one.</summary>
    private const uint MaxSamples = 4096;

    private const uint FlowSample = 1, CounterSample = 2, ExpandedFlowSample = 3, ExpandedCounterSample = 4;
    private const uint GenericCounters = 1, EthernetCounters = 2, PortName = 1005;

    private readonly SampledPacket _packet = new();

    /// <summary>The sub-agent; the agent's own address names the exporter, since datagrams may come through others.</summary>
    public static bool TryHeader(ReadOnlySpan<byte> datagram, long received, ref Address exporter, out uint domain, out ExportHeader header)
    {
        var r = new XdrReader(datagram);
        r.UInt();
        var agent = r.Address();
        domain = r.UInt();
        header = new(received, 0, 0, r.UInt());
        header = header with { Uptime = r.UInt() };
        if (agent != default) exporter = agent;
        return !r.Failed;
    }

    public void Read(ReadOnlySpan<byte> datagram, ExportDomain domain, in ExportHeader header)
    {
        var r = new XdrReader(datagram);
        r.UInt();
        r.Address();
        for (int i = 0; i < 3; i++) r.UInt();
        domain.Sequence.Observe(header.Sequence, 1);
        uint samples = r.UInt();
        for (uint i = 0; i < samples && i < MaxSamples && !r.Failed && r.Remaining > 0; i++)
        {
            uint format = r.UInt();
            var sample = r.Nested();
            if (r.Failed) break;
            if (format is FlowSample or ExpandedFlowSample) ReadFlow(ref sample, format == ExpandedFlowSample, domain, header);
            else if (format is CounterSample or ExpandedCounterSample) ReadCounters(ref sample, format == ExpandedCounterSample, domain, header);
            if (sample.Failed) domain.Malformed++;
        }

        if (r.Failed) domain.Malformed++;
    }

    private void ReadFlow(ref XdrReader s, bool expanded, ExportDomain domain, in ExportHeader header)
    {
        var record = default(ForeignRecord);
        s.UInt();
        s.UInt();
        if (expanded) s.UInt();
        record.SamplingInterval = Math.Max(s.UInt(), 1);
        s.UInt();
        s.UInt();
        record.InputInterface = Interface(ref s, expanded);
        record.OutputInterface = Interface(ref s, expanded);
        uint elements = s.UInt();
        _packet.Begin();
        for (uint i = 0; i < elements && !s.Failed && s.Remaining > 0; i++)
        {
            uint format = s.UInt();
            var element = s.Nested();
            if (!s.Failed) _packet.Read(format, ref element, ref record);
        }

        if (!_packet.IsFlow)
        {
            domain.WithoutFlow++;
            return;
        }

        record.Has |= RecordFields.InputInterface | RecordFields.OutputInterface;
        record.Start = record.End = header.Received;
        domain.Records++;
        sink.Flow(ref record, domain, header);
    }

    /// <summary>Compact: two bits of format, 30 of value; expanded: a number each. Formats other than 0 tell no single interface.</summary>
    private static uint Interface(ref XdrReader s, bool expanded)
    {
        uint first = s.UInt();
        if (expanded) return s.UInt() is var value && first == 0 ? value : 0;
        return first >> 30 == 0 ? first : 0;
    }

    private void ReadCounters(ref XdrReader s, bool expanded, ExportDomain domain, in ExportHeader header)
    {
        var counters = new InterfaceCounters { Sequence = s.UInt() };
        s.UInt();
        if (expanded) s.UInt();
        uint elements = s.UInt();
        bool any = false;
        for (uint i = 0; i < elements && !s.Failed && s.Remaining > 0; i++)
        {
            uint format = s.UInt();
            var element = s.Nested();
            if (s.Failed) break;
            if (format == GenericCounters) any |= Generic(ref element, ref counters);
            else if (format == EthernetCounters) counters.Ethernet = Ethernet(ref element);
            else if (format == PortName) counters.PortName = FieldReader.Text(element.Opaque(element.UInt()));
        }

        domain.OptionsRecords++;
        if (any) sink.Counters(counters, domain, header);
    }

    private static bool Generic(ref XdrReader e, ref InterfaceCounters c)
    {
        c.Index = e.UInt();
        c.Type = e.UInt();
        c.Speed = e.ULong();
        c.Direction = e.UInt();
        c.Status = e.UInt();
        c.InOctets = e.ULong();
        c.InUnicast = e.UInt();
        c.InMulticast = e.UInt();
        c.InBroadcast = e.UInt();
        c.InDiscards = e.UInt();
        c.InErrors = e.UInt();
        c.InUnknownProtocols = e.UInt();
        c.OutOctets = e.ULong();
        c.OutUnicast = e.UInt();
        c.OutMulticast = e.UInt();
        c.OutBroadcast = e.UInt();
        c.OutDiscards = e.UInt();
        c.OutErrors = e.UInt();
        c.Promiscuous = e.UInt();
        return !e.Failed;
    }

    private static uint[]? Ethernet(ref XdrReader e)
    {
        var numbers = new uint[13];
        for (int i = 0; i < numbers.Length; i++) numbers[i] = e.UInt();
        return e.Failed ? null : numbers;
    }
}
