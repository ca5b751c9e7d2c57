using System.Reflection;
using NetThreat.Capture.Files;
using NetThreat.Core.Bus;
using NetThreat.Core.Ledger;
using NetThreat.Core.Packets;
using NetThreat.Core.Streams;
using NetThreat.Core.Time;
using NetThreat.Core.Wire;
using NetThreat.Flows;

namespace NetThreat.Capture.Sensor;

/// <summary>Counts what the capture delivered and lost, and writes heartbeats with the ledger rows of the sensor's three stages.</summary>
internal sealed class SensorReporter
{
    /// <summary>Characters of a health text: any UTF-8 of it fits the wire's limit.</summary>
    private const int MaxHealth = WireLimits.MaxText / 4;

    private static readonly string Version =
        typeof(SensorReporter).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "";

    private readonly SensorPorts _ports;
    private readonly string _site;
    private readonly StreamId _stream;
    private readonly IPacketSource _source;
    private readonly StageLedger _capture;
    private readonly int _partition;
    private readonly Dictionary<string, long> _losses = new(StringComparer.Ordinal);

    public SensorReporter(SensorPorts ports, string site, StreamId stream, IPacketSource source)
    {
        _ports = ports;
        _site = site;
        _stream = stream;
        _source = source;
        _capture = new("capture", "packets", stream.ToString());
        _partition = Partitioning.OfName(stream.Sensor, ports.Bus.PartitionCount(Topics.Sensors));
    }

    public long Packets => _capture.TotalOut;

    public long Bytes { get; private set; }

    /// <summary>The newest capture time, or what a silent wire's clock has reached; <see cref="Timestamp.MinValue"/> before that.</summary>
    public Timestamp EventTime { get; private set; } = Timestamp.MinValue;

    /// <summary>What is wrong, for people; empty when nothing is.</summary>
    public string Health
    {
        get
        {
            var lost = _losses.Where(l => l.Value > 0).Select(l => $"{l.Key}: {l.Value}").Order(StringComparer.Ordinal);
            var warnings = (_source as IWarningSource)?.Warnings ?? [];
            string text = string.Join("; ", warnings.Count > 0 ? warnings : lost);
            return text.Length <= MaxHealth ? text : text[..MaxHealth];
        }
    }

    /// <summary>Counts packets that go to the meter.</summary>
    /// <returns>The newest capture time among them.</returns>
    public Timestamp Count(ReadOnlySpan<CapturedPacket> packets)
    {
        var newest = packets[0].Time;
        long bytes = 0;
        foreach (ref readonly var p in packets)
        {
            bytes += p.WireLength;
            if (p.Time > newest) newest = p.Time;
        }

        Bytes += bytes;
        _capture.In(packets.Length);
        _capture.Out(packets.Length);
        Advance(newest);
        return newest;
    }

    public void Advance(Timestamp time) => EventTime = Timestamp.Max(EventTime, time);

    public async ValueTask ReportAsync(FlowMeter meter, RecordOutbox outbox, bool finished, CancellationToken cancellation)
    {
        CountLosses();
        var report = new SensorReport
        {
            Site = _site,
            Stream = _stream,
            Version = Version,
            Source = _source.Name.Length <= MaxHealth ? _source.Name : _source.Name[..MaxHealth],
            WallTime = _ports.Time.GetUtcNow(),
            EventTime = EventTime,
            Packets = Packets,
            Bytes = Bytes,
            Flows = meter.TotalFlows,
            Records = outbox.Ledger.TotalOut,
            LiveFlows = meter.LiveFlows,
            Finished = finished,
            Health = Health,
            Ledger = Rows(meter, outbox),
        };
        await _ports.Bus.PublishAsync([new(Topics.Sensors, _partition, SensorsCodec.Encode(report))], cancellation);
    }

    /// <summary>No rows before the first sign of event time, unless a loss must be told; that stands at the epoch then.</summary>
    private LedgerRow[] Rows(FlowMeter meter, RecordOutbox outbox)
    {
        if (EventTime == Timestamp.MinValue && _capture.TotalIn == 0) return [];
        var time = EventTime == Timestamp.MinValue ? default : EventTime;
        return [_capture.Snapshot(time, 0), meter.Ledger.Snapshot(time, meter.HeldPackets), outbox.Ledger.Snapshot(time, outbox.Held)];
    }

    /// <summary>The source counts running totals; the ledger wants what is new.</summary>
    private void CountLosses()
    {
        foreach (var loss in _source.Losses)
        {
            long fresh = loss.Count - _losses.GetValueOrDefault(loss.Reason);
            if (fresh <= 0) continue;
            _losses[loss.Reason] = loss.Count;
            _capture.In(fresh);
            _capture.Drop(loss.Reason, fresh);
        }
    }
}
