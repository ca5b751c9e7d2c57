using Google.Protobuf;
using NetThreat.Core.Ledger;
using NetThreat.Core.Streams;
using NetThreat.Core.Time;

namespace NetThreat.Core.Wire;

/// <summary><see cref="SensorReport"/> to and from the bytes of <c>SensorsMessage</c> (sensors.proto).</summary>
public static class SensorsCodec
{
    public static byte[] Encode(SensorReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        var w = new SensorsMessage
        {
            Site = report.Site,
            Stream = new() { Sensor = report.Stream.Sensor, Run = report.Stream.Run },
            Version = report.Version,
            Source = report.Source,
            WallTimeNs = Timestamp.FromDateTimeOffset(report.WallTime).Nanoseconds,
            EventTimeNs = report.EventTime.Nanoseconds,
            Packets = report.Packets,
            Bytes = report.Bytes,
            Flows = report.Flows,
            Records = report.Records,
            LiveFlows = report.LiveFlows,
            Finished = report.Finished,
            Health = report.Health,
        };
        w.Ledger.AddRange(report.Ledger.Select(ToWire));
        return w.ToByteArray();
    }

    /// <returns>False with the reason when the bytes are not a plausible message.</returns>
    public static bool TryDecode(ReadOnlyMemory<byte> payload, out SensorReport? value, out string? error) =>
        WireCheck.TryDecode(payload, SensorsMessage.Parser, FromWire, out value, out error);

    private static LedgerRecord ToWire(LedgerRow row)
    {
        var w = new LedgerRecord
        {
            Stage = row.Stage,
            Unit = row.Unit,
            Stream = row.Stream,
            MinuteNs = row.Minute.Nanoseconds,
            In = row.In,
            Out = row.Out,
            Held = row.Held,
            Revision = row.Revision,
        };
        w.Dropped.AddRange(row.Dropped.Select(d => new LedgerDrop { Reason = d.Reason, Count = d.Count }));
        return w;
    }

    private static SensorReport FromWire(SensorsMessage w, WireCheck check) => new()
    {
        Site = check.Text(w.Site, WireLimits.MaxName, "a site"),
        Stream = FromWire(w.Stream, check),
        Version = check.Text(w.Version, WireLimits.MaxName, "a version"),
        Source = check.Text(w.Source, WireLimits.MaxText, "a source"),
        WallTime = new Timestamp(w.WallTimeNs).ToDateTimeOffset(),
        EventTime = new(w.EventTimeNs),
        Packets = check.Count(w.Packets, "a packet count"),
        Bytes = check.Count(w.Bytes, "a byte count"),
        Flows = check.Count(w.Flows, "a flow count"),
        Records = check.Count(w.Records, "a record count"),
        LiveFlows = check.Count(w.LiveFlows, "a flow count"),
        Finished = w.Finished,
        Health = check.Text(w.Health, WireLimits.MaxText, "a health"),
        Ledger = check.List(w.Ledger, WireLimits.MaxRecords, "ledger rows", r => FromWire(r, check)),
    };

    private static StreamId FromWire(StreamKey? w, WireCheck check)
    {
        if (w is null) check.Fail("no stream");
        return new(check.Text(w?.Sensor ?? "", WireLimits.MaxName, "a sensor"), check.Text(w?.Run ?? "", WireLimits.MaxName, "a run"));
    }

    private static LedgerRow FromWire(LedgerRecord w, WireCheck check) => new(
        check.Text(w.Stage, WireLimits.MaxName, "a stage"), check.Text(w.Unit, WireLimits.MaxName, "a unit"),
        check.Text(w.Stream, WireLimits.MaxText, "a stream"), new(w.MinuteNs),
        check.Count(w.In, "a count"), check.Count(w.Out, "a count"), check.Count(w.Held, "a count"),
        check.List(w.Dropped, WireLimits.MaxList, "losses", d => new LedgerLoss(check.Text(d.Reason, WireLimits.MaxName, "a reason"), check.Count(d.Count, "a count"))),
        check.Count(w.Revision, "a revision"));
}
