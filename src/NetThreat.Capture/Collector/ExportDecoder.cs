using System.Buffers.Binary;
using NetThreat.Capture.Ipfix;
using NetThreat.Capture.NetFlow;
using NetThreat.Capture.SFlow;
using NetThreat.Core.Net;

namespace NetThreat.Capture.Collector;

/// <summary>
/// Datagrams of exporters to records. The content tells the protocol, whatever port it came to. Never throws on what was sent; never
/// keeps more than the limits.
/// </summary>
internal sealed class ExportDecoder
{
    private readonly IExportSink _sink;
    private readonly SFlowReader _samples;

    public ExportDecoder(CollectorLimits limits, IExportSink sink)
    {
        _sink = sink;
        Sets = new(limits, sink);
        Domains = new(limits.MaxDomains, Sets.Budget);
        _samples = new(sink);
    }

    public DataSetReader Sets { get; }

    public DomainTable Domains { get; }

    /// <summary>Datagrams that are none of our protocols.</summary>
    public long Foreign { get; private set; }

    /// <summary>Decodes one datagram.</summary>
    /// <param name="received">Nanoseconds since the epoch; 0 takes the exporter's own time.</param>
    /// <returns>False where the datagram is none of our protocols, or too short to say whose it is.</returns>
    public bool Decode(ReadOnlySpan<byte> datagram, Address exporter, long received)
    {
        var version = VersionOf(datagram);
        if (!TryHeader(version, datagram, received, ref exporter, out uint id, out var header))
        {
            Foreign++;
            return false;
        }

        if (received == 0) header = header with { Received = header.Exported };
        var domain = Domains.Of(new(exporter, version, id));
        domain.Observe(header);
        switch (version)
        {
            case FlowVersion.NetFlow5 or FlowVersion.NetFlow7: NetFlow5.Read(datagram, domain, header, _sink); break;
            case FlowVersion.NetFlow9: NetFlow9.Read(datagram, domain, header, Sets); break;
            case FlowVersion.Ipfix: IpfixMessage.Read(datagram, domain, header, Sets); break;
            default: _samples.Read(datagram, domain, header); break;
        }

        return true;
    }

    /// <summary>The protocol by the first bytes: NetFlow and IPFIX have a version of two bytes, sFlow one of four.</summary>
    public static FlowVersion VersionOf(ReadOnlySpan<byte> datagram)
    {
        if (datagram.Length < 4) return FlowVersion.None;
        return BinaryPrimitives.ReadUInt16BigEndian(datagram) switch
        {
            5 => FlowVersion.NetFlow5,
            7 => FlowVersion.NetFlow7,
            9 => FlowVersion.NetFlow9,
            10 => FlowVersion.Ipfix,
            0 when BinaryPrimitives.ReadUInt16BigEndian(datagram[2..]) == 5 => FlowVersion.SFlow5,
            _ => FlowVersion.None,
        };
    }

    /// <summary>When the exporter says that it sent a datagram, nanoseconds; 0 where it does not say.</summary>
    public static long ExportedAt(ReadOnlySpan<byte> datagram)
    {
        Address exporter = default;
        return TryHeader(VersionOf(datagram), datagram, 0, ref exporter, out _, out var header) ? header.Exported : 0;
    }

    private static bool TryHeader(FlowVersion version, ReadOnlySpan<byte> datagram, long received, ref Address exporter, out uint domain, out ExportHeader header)
    {
        switch (version)
        {
            case FlowVersion.NetFlow5 or FlowVersion.NetFlow7: return NetFlow5.TryHeader(datagram, received, out domain, out header);
            case FlowVersion.NetFlow9: return NetFlow9.TryHeader(datagram, received, out domain, out header);
            case FlowVersion.Ipfix: return IpfixMessage.TryHeader(datagram, received, out domain, out header);
            case FlowVersion.SFlow5: return SFlowReader.TryHeader(datagram, received, ref exporter, out domain, out header);
            default:
                (domain, header) = (0, default);
                return false;
        }
    }
}
