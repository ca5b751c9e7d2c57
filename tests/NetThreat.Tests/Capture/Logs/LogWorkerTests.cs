using System.Globalization;
using NetThreat.Capture.Collector;
using NetThreat.Capture.Logs;
using NetThreat.Capture.Sensor;
using NetThreat.Core.Bus;
using NetThreat.Core.Flows;
using NetThreat.Core.Health;
using NetThreat.Core.Time;
using NetThreat.Core.Wire;
using NetThreat.Testing.Bus;
using NetThreat.Testing.Time;

namespace NetThreat.Tests.Capture.Logs;

public sealed class LogWorkerTests : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("netthreat-logs").FullName;
    private readonly RecordingBus _bus = new(1);
    private readonly ManualTime _time = new();

    public async ValueTask DisposeAsync()
    {
        await _bus.DisposeAsync();
        Directory.Delete(_folder, true);
    }

    [Fact]
    public async Task Rows_that_come_minutes_after_their_flow_are_not_late_and_old_ones_keep_their_time()
    {
        string path = Path.Combine(_folder, "conn.log");
        await File.WriteAllTextAsync(path, "#separator \\x09\n#path\tconn\n#fields\tts\tuid\tid.orig_h\tid.orig_p\tid.resp_h\tid.resp_p\tproto\tduration\torig_pkts\tresp_pkts\n");
        using var worker = new LogWorker(new CollectorOptions { Logs = [path] }, "run", new SensorPorts(_bus, _time, new HealthBoard(_time)));
        await StepAsync(worker);
        await StepAsync(worker);
        await File.AppendAllTextAsync(path, Row("10.0.0.1", TimeSpan.FromMinutes(6)) + Row("10.0.0.2", TimeSpan.FromSeconds(2)) + Row("10.0.0.3", TimeSpan.FromDays(1)));
        await StepAsync(worker);
        await StepAsync(worker);

        var promised = Timestamp.MinValue;
        var records = new List<FlowRecord>();
        foreach (var message in _bus.Published.Where(p => p.Topic == Topics.Flows))
        {
            Assert.True(FlowsCodec.TryDecode(message.Payload, out var batch, out string? error), error);
            records.AddRange(batch!.Records);
            Assert.All(batch.Records, r => Assert.Equal(r.Key.Originator.ToString() == "10.0.0.3", r.Time < promised));
            if (batch.Watermark is { } watermark) promised = Timestamp.Max(promised, watermark.Time);
        }

        Assert.Equal(["10.0.0.1", "10.0.0.2", "10.0.0.3"], records.Select(r => r.Key.Originator.ToString()));
        Assert.Equal(records[2].End, records[2].Time);
        Assert.Equal(Timestamp.FromDateTimeOffset(_time.GetUtcNow()) - TimeSpan.FromSeconds(2), promised);
    }

    /// <summary>One look at the logs; the next is a second later.</summary>
    private async Task StepAsync(LogWorker worker)
    {
        await worker.StepAsync(CancellationToken.None);
        _time.Advance(TimeSpan.FromSeconds(1));
    }

    private string Row(string host, TimeSpan ago)
    {
        double start = (_time.GetUtcNow() - ago - TimeSpan.FromSeconds(1)).ToUnixTimeMilliseconds() / 1000.0;
        return string.Create(CultureInfo.InvariantCulture, $"{start:F3}\tC{host}\t{host}\t4000\t192.0.2.1\t80\ttcp\t1.0\t5\t4\n");
    }
}
