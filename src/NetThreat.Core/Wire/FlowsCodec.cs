using NetThreat.Core.Flows;
using NetThreat.Core.Streams;

namespace NetThreat.Core.Wire;

/// <summary>
/// <see cref="FlowsBatch"/> to and from the bytes of <c>FlowsMessage</c> (flows.proto). Written by hand because every flow record passes
/// through it several times: the generated classes cost an object graph per record on each side.
/// </summary>
public static class FlowsCodec
{
    /// <exception cref="ArgumentException">More than <see cref="WireLimits.MaxRecords"/> records.</exception>
    public static byte[] Encode(FlowsBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        if (batch.Aggregates.Count > WireLimits.MaxRecords) throw new ArgumentException($"{batch.Aggregates.Count} aggregates in one message, the limit is {WireLimits.MaxRecords}", nameof(batch));
        if (batch.Records.Count > WireLimits.MaxRecords) throw new ArgumentException($"{batch.Records.Count} records in one message, the limit is {WireLimits.MaxRecords}", nameof(batch));
        var w = new WireWriter(512 + 1024 * Math.Min(batch.Records.Count, 64));
        w.Text(1, batch.Vantage.Site);
        w.Text(2, batch.Vantage.ObservationPoint);
        int mark = w.Open(3);
        w.Text(1, batch.Stream.Sensor);
        w.Text(2, batch.Stream.Run);
        w.Close(mark);
        for (int i = 0; i < batch.Records.Count; i++)
        {
            mark = w.Open(4);
            FlowSegmentWriter.Write(ref w, batch.Records[i]);
            w.Close(mark);
        }
        foreach (var aggregate in batch.Aggregates)
        {
            mark = w.Open(5);
            AggregateCodec.Write(ref w, aggregate);
            w.Close(mark);
        }
        if (batch.Watermark is { } watermark) Write(ref w, watermark);
        if (batch.Control is { } control) Write(ref w, control);
        return w.ToArray();
    }

    /// <returns>False with the reason when the bytes are not a plausible message.</returns>
    public static bool TryDecode(ReadOnlyMemory<byte> payload, out FlowsBatch? value, out string? error)
    {
        var r = new WireReader(payload.Span);
        string site = "", point = "";
        StreamId? stream = null;
        var records = new List<FlowRecord>();
        var aggregates = new List<AggregateRecord>();
        Watermark? watermark = null;
        StreamControlNote? control = null;
        while (r.Next(out uint tag))
            switch (tag)
            {
                case 10: site = r.Text(WireLimits.MaxName, "a site"); break;
                case 18: point = r.Text(WireLimits.MaxName, "an observation point"); break;
                case 26: stream = ReadStream(ref r); break;
                case 34: Add(ref r, records); break;
                case 42: Add(ref r, aggregates); break;
                case 58: watermark = ReadWatermark(ref r); break;
                case 66: control = ReadControl(ref r); break;
                default: r.Skip(tag); break;
            }
        if (stream is null) r.Fail("no stream");
        error = r.Error;
        value = error is null ? new(new(site, point), stream!.Value, records, watermark, control) { Aggregates = aggregates } : null;
        return error is null;
    }

    private static void Add(ref WireReader r, List<FlowRecord> records)
    {
        if (records.Count >= WireLimits.MaxRecords) r.Fail("too many records");
        else if (FlowSegmentReader.Read(ref r) is { } record) records.Add(record);
    }

    private static void Add(ref WireReader r, List<AggregateRecord> aggregates)
    {
        if (aggregates.Count >= WireLimits.MaxRecords) r.Fail("too many aggregates");
        else if (AggregateCodec.Read(ref r) is { } aggregate) aggregates.Add(aggregate);
    }

    private static void Write(ref WireWriter w, Watermark watermark)
    {
        int mark = w.Open(7);
        w.SInt(1, watermark.Time.Nanoseconds);
        w.Bool(2, watermark.Live);
        w.Bool(3, watermark.Finished);
        w.Close(mark);
    }

    private static void Write(ref WireWriter w, StreamControlNote control)
    {
        int mark = w.Open(8);
        w.UInt(1, (uint)control.Kind);
        w.Text(2, control.Reason);
        w.Close(mark);
    }

    private static StreamId ReadStream(ref WireReader outer)
    {
        var r = new WireReader(outer.Bytes());
        string sensor = "", run = "";
        while (r.Next(out uint tag))
            switch (tag)
            {
                case 10: sensor = r.Text(WireLimits.MaxName, "a sensor"); break;
                case 18: run = r.Text(WireLimits.MaxName, "a run"); break;
                default: r.Skip(tag); break;
            }
        if (r.Error is { } error) outer.Fail(error);
        return new(sensor, run);
    }

    private static Watermark ReadWatermark(ref WireReader outer)
    {
        var r = new WireReader(outer.Bytes());
        long time = 0;
        bool live = false, finished = false;
        while (r.Next(out uint tag))
            switch (tag)
            {
                case 8: time = r.SInt(); break;
                case 16: live = r.Bool(); break;
                case 24: finished = r.Bool(); break;
                default: r.Skip(tag); break;
            }
        if (r.Error is { } error) outer.Fail(error);
        return new(new(time), live, finished);
    }

    private static StreamControlNote ReadControl(ref WireReader outer)
    {
        var r = new WireReader(outer.Bytes());
        int kind = 0;
        string reason = "";
        while (r.Next(out uint tag))
            switch (tag)
            {
                case 8: kind = r.Int((int)StreamControl.Types.Kind.Activate, "a control kind"); break;
                case 18: reason = r.Text(WireLimits.MaxText, "a reason"); break;
                default: r.Skip(tag); break;
            }
        if (r.Error is { } error) outer.Fail(error);
        return new((StreamControl.Types.Kind)kind, reason);
    }
}
