using System.Reflection;
using NetThreat.Capture.Files;
using NetThreat.Capture.Live.Libpcap;
using NetThreat.Capture.Live.Shedding;
using NetThreat.Core.Bus;
using NetThreat.Core.Flows;
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

    /// <summary>The ledger's name of packets left out because the sensor could not keep up.</summary>
    private const string Shed = "shed";

    private static readonly string Version =
        typeof(SensorReporter).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "";

    private readonly SensorPorts _ports;
    private readonly string _site;
    private readonly StreamId _stream;
    private readonly IPacketSource _source;
    private readonly LoadShedder _shedder;
    private readonly StageLedger _capture;
    private readonly int _partition;
    private readonly Dictionary<string, long> _losses = new(StringComparer.Ordinal);
    private readonly Dictionary<Anomaly, long> _anomalies = [];

    public SensorReporter(SensorPorts ports, string site, StreamId stream, IPacketSource source, LoadShedder shedder)
    {
        _ports = ports;
        _site = site;
        _stream = stream;
        _source = source;
        _shedder = shedder;
        _capture = new("capture", "packets", stream.ToString());
        _partition = Partitioning.OfName(stream.Sensor, ports.Bus.PartitionCount(Topics.Sensors));
    }

    /// <summary>Packets the source gave, those left out under pressure included.</summary>
    public long Packets => _capture.TotalOut + _shedder.Packets;

    /// <summary>Their bytes on the wire.</summary>
    public long Bytes { get; private set; }

    /// <summary>The newest capture time, or what a silent wire's clock has reached; <see cref="Timestamp.MinValue"/> before that.</summary>
    public Timestamp EventTime { get; private set; } = Timestamp.MinValue;

    /// <summary>What is wrong, for people; empty when nothing is.</summary>
    public string Health
    {
        get
        {
            var lost = _losses.Where(l => l.Value > 0 && l.Key != FilteredSource.Reason).Select(l => $"{l.Key}: {l.Value}").Order(StringComparer.Ordinal);
            var warnings = (_source as IWarningSource)?.Warnings ?? [];
            string text = string.Join("; ", Shedding().Concat(warnings.Count > 0 ? warnings : lost));
            return text.Length <= MaxHealth ? text : text[..MaxHealth];
        }
    }

    /// <summary>Counts packets of the source.</summary>
    /// <param name="kept">Those of them that go to the meter.</param>
    /// <returns>The newest capture time among all.</returns>
    public Timestamp Count(ReadOnlySpan<CapturedPacket> packets, int kept)
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
        _capture.Out(kept);
        _capture.Drop(Shed, packets.Length - kept);
        Advance(newest);
        return newest;
    }

    public void Advance(Timestamp time) => EventTime = Timestamp.Max(EventTime, time);

    public async ValueTask ReportAsync(FlowMeter meter, RecordOutbox outbox, bool finished, CancellationToken cancellation)
    {
        CountLosses();
        SensorMetrics.Count(meter.Anomalies, _anomalies, _stream.Sensor);
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
        LedgerRow[] packets = [_capture.Snapshot(time, 0), meter.Ledger.Snapshot(time, meter.HeldPackets), outbox.Ledger.Snapshot(time, outbox.Held)];
        return _shedder.Packets == 0 ? packets : [.. packets, BytesRow(time)];
    }

    /// <summary>What shedding cost in bytes: another unit, so a stage of its own.</summary>
    private LedgerRow BytesRow(Timestamp time) => new(
        "capture_bytes", "bytes", _stream.ToString(), time.Floor(TimeSpan.FromMinutes(1)), Bytes, Bytes - _shedder.Bytes, 0, [new(Shed, _shedder.Bytes)], Bytes + _shedder.Bytes);

    private string[] Shedding() => _shedder.IsShedding ? [$"cannot keep up: later packets of long flows are left out ({_shedder.Packets} so far)"]
        : _shedder.Packets > 0 ? [$"could not keep up: {_shedder.Packets} later packets of long flows were left out"] : [];

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
