using NetThreat.Capture.Collector;
using NetThreat.Core.Flows;
using NetThreat.Core.Net;

namespace NetThreat.Tests.Capture.Collector;

/// <summary>A collector with its records at hand.</summary>
internal sealed class Collected : IDisposable
{
    public static readonly Address Exporter = Address.Parse("192.0.2.1");

    public Collected(CollectorOptions? options = null) => Collector = new(options ?? new(), Records.Add, "test/run");

    public List<FlowRecord> Records { get; } = [];

    public FlowCollector Collector { get; }

    /// <summary>Seconds after <see cref="ExportBytes.Now"/> at which a datagram comes.</summary>
    public Collected Take(double after, byte[] datagram, string? exporter = null)
    {
        Collector.Take(datagram, exporter is null ? Exporter : Address.Parse(exporter), (long)((ExportBytes.Now + after) * ExportBytes.Second));
        return this;
    }

    public Collected Finish()
    {
        Collector.Finish();
        Collector.CountLosses();
        return this;
    }

    public ExportDomain Domain => Assert.Single(Collector.Decoder.Domains.All);

    /// <summary>Every row of the ledger accounts for everything.</summary>
    public void AssertBalance() => Assert.All(Collector.Rows(default), r => Assert.Equal(0, r.Unaccounted));

    public void Dispose() => Collector.Dispose();
}
