using System.Globalization;
using NetThreat.Core.Flows;
using NetThreat.Core.Streams;
using NetThreat.Core.Time;
using NetThreat.Flows.Features;

namespace NetThreat.Capture.Collector;

/// <summary>Complete foreign flows to flow records: one final segment each.</summary>
internal sealed class ForeignFlowBuilder(Vantage vantage) : IDisposable
{
    private readonly ForeignIdentity _identity = new(vantage);

    /// <param name="time">Event time of the record, nanoseconds.</param>
    public FlowRecord Build(in ForeignFlow f, long time)
    {
        var key = new FlowKey(f.Source, f.Destination, f.SourcePort, f.DestinationPort, f.Protocol);
        var total = new FlowCounters(new(f.Packets, f.Octets, 0), new(f.ReversePackets, f.ReverseOctets, 0));
        string? application = f.Application ?? (f.ApplicationId != 0 ? Name(f) : null);
        return new FlowRecord
        {
            // Records of one conversation with one start are told apart by their end: an exporter that cuts long flows may keep the start.
            Id = _identity.Of(key, f.Start, f.Domain.Key.Exporter, f.Domain.Key.Domain, f.End),
            Key = key,
            Segment = 0,
            Final = true,
            EndReason = FlowEnd.Foreign,
            Start = new Timestamp(f.Start),
            End = new Timestamp(f.End),
            Time = new Timestamp(Math.Max(time, f.End)),
            Delta = total,
            Total = total,
            State = TcpSummary.State(f),
            History = TcpSummary.History(f),
            Vlan = f.Vlan,
            Application = application is null ? null : NamedServices.Facts(application),
            Foreign = Facts(f, application),
            FeatureSchema = FlowFeatures.Schema.Version,
            Features = ForeignFeatures.Row(total, f.End - f.Start, f.Biflow || f.ReversePackets > 0, payload: false),
        };
    }

    public void Dispose() => _identity.Dispose();

    private static ForeignFacts Facts(in ForeignFlow f, string? application) => new()
    {
        Kind = DomainKey.Name(f.Domain.Key.Version),
        Exporter = f.Domain.Key.Exporter,
        Domain = f.Domain.Key.Domain,
        Sampling = f.Sampling,
        Records = f.Records,
        InputInterface = f.InputInterface,
        OutputInterface = f.OutputInterface,
        Application = application,
        NatOriginator = Translated(f.NatSource, f.Source),
        NatResponder = Translated(f.NatDestination, f.Destination),
        NatOriginatorPort = f.NatSourcePort,
        NatResponderPort = f.NatDestinationPort,
        MplsLabel = f.Label,
        ForeignId = f.FlowId == 0 ? null : f.FlowId.ToString(CultureInfo.InvariantCulture),
    };

    private static Core.Net.Address Translated(Core.Net.Address address, Core.Net.Address original) =>
        address == original || address == Core.Net.Address.FromV4(0) ? default : address;

    /// <summary>RFC 6759 section 4.1: eight bits of engine, then the selector.</summary>
    private static string Name(in ForeignFlow f) => f.Domain.ApplicationOf(f.ApplicationId)
        ?? string.Create(CultureInfo.InvariantCulture, $"{f.ApplicationId >> 24}:{f.ApplicationId & 0xFFFFFF}");
}
