using NetThreat.Capture.Ipfix;
using NetThreat.Capture.SFlow;

namespace NetThreat.Capture.Collector;

/// <summary>Where decoded records go, in the order of the datagrams.</summary>
internal interface IExportSink
{
    /// <summary>A record about a flow, its times resolved.</summary>
    void Flow(ref ForeignRecord record, ExportDomain domain, in ExportHeader header);

    /// <summary>A data record of any template as it lies in its set, before it is read.</summary>
    void Raw(Template template, ReadOnlySpan<byte> record, ExportDomain domain)
    {
    }

    /// <summary>What an interface has counted (sFlow).</summary>
    void Counters(in InterfaceCounters counters, ExportDomain domain, in ExportHeader header)
    {
    }
}
