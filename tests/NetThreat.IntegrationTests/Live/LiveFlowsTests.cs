using NetThreat.Capture.Files;
using NetThreat.Capture.Live;
using NetThreat.Capture.Sensor;
using NetThreat.Core.Bus;
using NetThreat.Core.Flows;
using NetThreat.Core.Health;
using NetThreat.Core.Ledger;
using NetThreat.Core.Packets;
using NetThreat.Core.Wire;
using NetThreat.Flows;
using NetThreat.IntegrationTests.CommandLine;
using NetThreat.Testing;
using NetThreat.Testing.Bus;
using NetThreat.Testing.Network;

namespace NetThreat.IntegrationTests.Live;

/// <summary>The flows of a capture that is played onto a wire, beside those of the file.</summary>
public sealed class LiveFlowsTests : IDisposable
{
    /// <summary>Played at top speed, a capture of minutes takes a fraction of a second: no timeout may end a flow in either, and no rate is that of the file; a ring that was filled before it is read is no pressure.</summary>
    private static readonly MeterOptions s_patient = new()
    {
        TcpIdleTimeout = TimeSpan.FromHours(1),
        UdpIdleTimeout = TimeSpan.FromHours(1),
        IcmpIdleTimeout = TimeSpan.FromHours(1),
        OtherIdleTimeout = TimeSpan.FromHours(1),
        CloseDelay = TimeSpan.FromHours(1),
        FirstSegment = TimeSpan.FromHours(1),
        SegmentInterval = TimeSpan.FromHours(1),
    };

    private readonly ScratchFolder _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [LiveFact]
    public Task Simulated_traffic_gives_the_flows_of_the_file() => Equal_flows(ReplayCapture.Simulated(_scratch.Path, 20_000));

    [LiveFact(NeedsData = true)]
    public async Task Recorded_traffic_gives_the_flows_of_the_file()
    {
        foreach (string file in (string[])["pcaps/portscan/nmap.pcap", "pcaps/portscan/synscan.pcap", "peers/zeek/Traces/mixed-vlan-mpls.pcap"]) await Equal_flows(Data.Path(file));
    }

    private static async Task Equal_flows(string capture)
    {
        using var network = NetworkNamespace.Create();
        using var source = (InterfaceSource)LiveReading.Open(network);
        network.Replay(capture);
        long received = network.Received();
        source.StopIntake();
        var (live, ledger) = await FlowsAsync(source);
        var (file, _) = await FlowsAsync(CaptureFile.Open(capture));

        Assert.NotEmpty(file);
        // The differences by themselves are the readable message.
        Assert.Equal(string.Join('\n', file.Except(live)), string.Join('\n', live.Except(file)));
        Assert.Equal(file, live);
        var taken = ledger.Single(r => r.Stage == "capture");
        Assert.Equal((received, received, 0L), (taken.In, taken.Out, taken.DroppedTotal));
        Assert.Equal(source.Counters.Received, taken.In);
        Assert.All(ledger, r => Assert.Equal((0, 0), (r.Unaccounted, r.Held)));
    }

    /// <summary>Whole flows in words, with all that does not depend on when a packet came, and the last rows of the ledger.</summary>
    private static async Task<(IReadOnlyList<string> Flows, IReadOnlyList<LedgerRow> Ledger)> FlowsAsync(IPacketSource source)
    {
        await using var bus = new RecordingBus(1);
        var time = TimeProvider.System;
        using var worker = new SensorWorker(new SensorOptions { Meter = s_patient, Aggregates = new() { MaxSinglesPerSecond = 0 }, Shedding = new() { Enabled = false } }, source, "run", new SensorPorts(bus, time, new HealthBoard(time)));
        await worker.RunAsync(CancellationToken.None);
        var records = bus.Published.Where(p => p.Topic == Topics.Flows).SelectMany(p => Decode(p.Payload).Records).Where(r => r.Final);
        Assert.True(SensorsCodec.TryDecode(bus.Published.Last(p => p.Topic == Topics.Sensors).Payload, out var report, out _));
        return ([.. records.Select(Words).Order(StringComparer.Ordinal)], report!.Ledger);
    }

    private static FlowsBatch Decode(ReadOnlyMemory<byte> payload) => FlowsCodec.TryDecode(payload, out var batch, out string? error) ? batch! : throw new InvalidOperationException(error);

    private static string Words(FlowRecord r) => $"{r.Key} {r.Total} {r.State} {r.History} vlan {r.Vlan} {r.Application?.Service}";
}
