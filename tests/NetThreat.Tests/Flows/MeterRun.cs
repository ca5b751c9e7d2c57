using NetThreat.Capture.Files;
using NetThreat.Core.Flows;
using NetThreat.Core.Packets;
using NetThreat.Core.Streams;
using NetThreat.Core.Time;
using NetThreat.Flows;

namespace NetThreat.Tests.Flows;

/// <summary>One run of the meter, with everything that must hold of every run checked.</summary>
internal static class MeterRun
{
    private static readonly Vantage Vantage = new("site", "tap");

    public static List<FlowRecord> Of(TestTraffic traffic, MeterOptions? options = null, int batchSize = 256) =>
        Check(options ?? new MeterOptions(), meter => traffic.Play(batchSize, meter.Process));

    public static List<FlowRecord> OfFile(string path, int batchSize = 256)
    {
        using var source = CaptureFile.Open(path);
        return Check(new MeterOptions(), meter => Feed(source, meter, batchSize));
    }

    /// <summary>Whatever feeds the meter.</summary>
    public static List<FlowRecord> Of(Action<FlowMeter> feed, MeterOptions? options = null) => Check(options ?? new MeterOptions(), feed);

    /// <summary>Everything about a record that must not depend on batching.</summary>
    public static string Describe(FlowRecord r) => FormattableString.Invariant(
        $"{r.Id} {r.Key} {r.Segment} {r.Final} {r.EndReason} {r.Start.Nanoseconds} {r.End.Nanoseconds} {r.Time.Nanoseconds} {r.Delta} {r.Total} {r.State} {r.History} {r.Application?.Service} {r.Application?.DnsQueries} {string.Join(',', r.Features ?? [])}");

    private static void Feed(IPacketSource source, FlowMeter meter, int batchSize)
    {
        var batch = new PacketBatch(batchSize);
        try
        {
            while (source.Read(batch, default)) meter.Process(batch);
        }
        catch (CaptureException)
        {
            // What came before a broken record counts.
        }
    }

    private static List<FlowRecord> Check(MeterOptions options, Action<FlowMeter> feed)
    {
        var records = new List<FlowRecord>();
        var promised = Timestamp.MinValue;
        long behind = 0;
        using var meter = new FlowMeter(options, Vantage, r =>
        {
            if (r.Time < promised) behind++;
            records.Add(r);
        });
        feed(meter);
        promised = meter.Watermark;
        Assert.Equal(0, meter.Ledger.Snapshot(meter.Clock, meter.HeldPackets).Unaccounted);
        meter.Finish();
        Assert.Equal(0, meter.HeldPackets);
        Assert.Equal(0, meter.LiveFlows);
        Assert.Equal(0, meter.Ledger.Snapshot(meter.Clock, meter.HeldPackets).Unaccounted);
        Assert.Equal(records.Sum(r => r.Delta.Packets), meter.Ledger.TotalOut);
        Assert.Equal(meter.TotalFlows, records.Count(r => r.Final));
        Assert.True(behind <= meter.LateRecords);
        CheckOrder(records, meter.LateRecords);
        CheckSums(records, meter.LateRecords > 0);
        return records;
    }

    private static void CheckOrder(List<FlowRecord> records, long late)
    {
        long disorder = 0;
        var latest = Timestamp.MinValue;
        foreach (var r in records)
        {
            if (r.Time < latest) disorder++;
            latest = Timestamp.Max(latest, r.Time);
            Assert.True(r.Time >= r.End);
        }

        Assert.True(disorder <= late, $"{disorder} records out of order, {late} known as late");
    }

    /// <param name="late">Packets far behind the clock may begin one flow twice: the same tuple at the same time.</param>
    private static void CheckSums(List<FlowRecord> records, bool late)
    {
        foreach (var flow in records.GroupBy(r => r.Id))
        {
            var sum = default(FlowCounters);
            int segment = 0;
            foreach (var r in flow)
            {
                if (late && r.Segment == 0) (segment, sum) = (0, default);
                Assert.Equal(segment++, r.Segment);
                sum += r.Delta;
                Assert.Equal(r.Total, sum);
                Assert.Equal(r.Final, r.Features is not null);
                Assert.Equal(r.Final, r.EndReason != FlowEnd.None);
            }

            Assert.True(flow.Last().Final);
        }
    }
}
