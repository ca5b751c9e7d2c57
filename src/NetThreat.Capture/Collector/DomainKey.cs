using System.Globalization;
using NetThreat.Core.Net;

namespace NetThreat.Capture.Collector;

/// <summary>
/// What numbers its templates and its sequence by itself: an observation domain of an exporter (RFC 7011 section 3.1), a source id of
/// NetFlow v9, an engine of v5, a sub-agent of sFlow.
/// </summary>
/// <param name="Exporter">Where its datagrams come from. Not its port: that changes with every restart.</param>
internal readonly record struct DomainKey(Address Exporter, FlowVersion Version, uint Domain)
{
    /// <summary>What people and metrics call it.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Exporter}/{Domain} {Name(Version)}");

    public static string Name(FlowVersion version) => version switch
    {
        FlowVersion.NetFlow5 => "netflow5",
        FlowVersion.NetFlow7 => "netflow7",
        FlowVersion.NetFlow9 => "netflow9",
        FlowVersion.Ipfix => "ipfix",
        FlowVersion.SFlow5 => "sflow5",
        _ => "unknown",
    };
}
