using System.Runtime.CompilerServices;
using NetThreat.Core.Flows;
using NetThreat.Core.Streams;
using NetThreat.Core.Wire;
using NetThreat.Flows;
using NetThreat.Flows.Features;

namespace NetThreat.Tests.Flows.Features;

public class ExtendedFeaturesTests
{
    private const uint A = 0x0A000001, B = 0x0A000002;

    private static FlowRecord Flow(TestTraffic t) => MeterRun.Of(t).Single(r => r.Final);

    private static double Value(FlowRecord r, string column)
    {
        int at = FlowFeatures.Schema.IndexOf(column);
        Assert.True(at >= 0, column);
        return r.Features![at];
    }

    [Fact]
    public void Lengths_and_gaps_fall_into_their_bins()
    {
        var t = new TestTraffic();
        int[] lengths = [0, 1, 63, 64, 1023, 1024, 1400];
        for (int i = 0; i < lengths.Length; i++) t.Udp(i * 0.005, A, 4000, B, 4001, new byte[lengths[i]]);
        t.Udp(3, A, 4000, B, 4001, new byte[70]);
        var flow = Flow(t);
        Assert.Equal([1.0, 2, 2, 0, 0, 1, 2, 0], Row(flow, "fwd_length_0"));
        Assert.Equal([0.0, 0, 0, 6, 0, 0, 1, 0], Row(flow, "fwd_gap_to_10us"));
        Assert.Equal(new double[8], Row(flow, "bwd_length_0"));
    }

    [Fact]
    public void Bins_are_contiguous()
    {
        Assert.Equal(Enumerable.Range(0, BinCounts.Bins), Enumerable.Range(0, 5000).Select(ExtendedDirection.LengthBin).Distinct());
        Assert.Equal(Enumerable.Range(0, BinCounts.Bins), new[] { 0, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000, 10_000_000_000 }.Select(ExtendedDirection.GapBin));
        Assert.Equal(BinCounts.Bins - 1, ExtendedDirection.GapBin(long.MaxValue));
    }

    [Fact]
    public void Entropy_is_of_bytes_within_packets()
    {
        byte[] all = [.. Enumerable.Range(0, 256).Select(i => (byte)i)];
        Assert.Equal(8, Value(Flow(new TestTraffic().Udp(0, A, 4000, B, 4001, all)), "fwd_entropy"), 6);
        Assert.Equal(0, Value(Flow(new TestTraffic().Udp(0, A, 4000, B, 4001, new byte[200])), "fwd_entropy"));
        Assert.Equal(1, Value(Flow(new TestTraffic().Udp(0, A, 4000, B, 4001, "abababab"u8)), "fwd_entropy"), 6);
        var flow = Flow(new TestTraffic().Udp(0, A, 4000, B, 4001, all).Udp(0.1, A, 4000, B, 4001, new byte[256]));
        Assert.Equal(4, Value(flow, "fwd_entropy"), 6);
        Assert.Equal(double.NaN, Value(flow, "bwd_entropy"));
    }

    [Fact]
    public void Only_the_first_bytes_and_packets_are_looked_at()
    {
        var t = new TestTraffic().Udp(0, A, 4000, B, 4001, [.. new byte[PayloadBytes.PacketBytes], .. "text"u8]);
        for (int i = 1; i < PayloadBytes.Packets; i++) t.Udp(i, A, 4000, B, 4001, new byte[100]);
        t.Udp(9, A, 4000, B, 4001, "text"u8);
        Assert.Equal(0, Value(Flow(t), "fwd_entropy"));
        Assert.Equal(0, Value(Flow(t), "fwd_printable_ratio"));
    }

    [Fact]
    public void Printable_bytes_and_payload_are_shares()
    {
        var flow = Flow(new TestTraffic().Udp(0, A, 4000, B, 4001, [.. "GET /\r\n"u8, 0]).Udp(0.1, B, 4001, A, 4000, new byte[4]));
        Assert.Equal(7 / 8.0, Value(flow, "fwd_printable_ratio"));
        Assert.Equal(8 / 36.0, Value(flow, "fwd_payload_ratio"));
        Assert.Equal(0.5, Value(flow, "bytes_down_up_ratio"));
        Assert.Equal(64, Value(flow, "fwd_ttl_min"));
        Assert.Equal(64, Value(flow, "bwd_ttl_max"));
    }

    [Fact]
    public void Printable_bytes_are_the_same_in_any_place()
    {
        byte[] all = [.. Enumerable.Range(0, 256).Select(i => (byte)i)];
        for (int length = 0; length <= 256; length++)
        {
            var bytes = default(PayloadBytes);
            bytes.Add(all.AsSpan(256 - length));
            int printable = all.AsSpan(256 - length).ToArray().Count(b => b is (>= 0x20 and < 0x7F) or 9 or 10 or 13);
            Assert.Equal(length == 0 ? double.NaN : (double)printable / length, bytes.PrintableShare);
        }
    }

    [Fact]
    public void The_first_packets_are_kept_with_direction_gap_and_flags()
    {
        var t = new TestTraffic().Tcp(0, A, 4000, B, 80, 2, 1).Tcp(0.5, B, 80, A, 4000, 18, 9, 2).Tcp(0.25, A, 4000, B, 80, 24, 2, 10, 7);
        var sequence = Flow(t).Sequence!;
        Assert.Equal([40, -40, 47], sequence.Lengths);
        Assert.Equal([0, 500_000, 0], sequence.Gaps);
        Assert.Equal([2, 18, 24], sequence.Flags);
        for (int i = 0; i < 50; i++) t.Tcp(1, A, 4000, B, 80, 24, 9 + (uint)i, 10, 1);
        Assert.Equal(PacketSequence.MaxPackets, Flow(t).Sequence!.Lengths.Length);
    }

    [Fact]
    public void Columns_of_version_one_keep_their_places()
    {
        Assert.Equal(2, FlowFeatures.Schema.Version);
        Assert.Equal("open_duration", FlowFeatures.Schema.Columns[FlowFeatures.ShortColumns - 1].Name);
        Assert.Equal("75f65a63f4745de8", FlowFeatures.Schema.Columns[0].Hash);
        Assert.Equal(FlowFeatures.Schema.Columns.Count, Flow(new TestTraffic().Udp(0, A, 1, B, 2)).Features!.Length);
        Assert.Equal(2, Flow(new TestTraffic().Udp(0, A, 1, B, 2)).FeatureSchema);
    }

    [Fact]
    public void The_version_and_the_first_packets_travel_with_the_row()
    {
        var flow = Flow(new TestTraffic().Udp(0, A, 4000, B, 4001, "abc"u8).Udp(0.1, B, 4001, A, 4000));
        var bytes = FlowsCodec.Encode(new FlowsBatch(new Vantage("s", "o"), new StreamId("s", "r"), [flow], null));
        Assert.True(FlowsCodec.TryDecode(bytes, out var batch, out string? error), error);
        var back = Assert.Single(batch!.Records);
        Assert.Equal((2, FlowFeatures.Schema.Columns.Count), (back.FeatureSchema, back.Features!.Length));
        Assert.Equal(flow.Sequence!.Lengths, back.Sequence!.Lengths);
        Assert.Equal(flow.Sequence.Gaps, back.Sequence.Gaps);
    }

    [Fact]
    public void The_short_profile_has_the_first_version()
    {
        var flow = MeterRun.Of(new TestTraffic().Udp(0, A, 4000, B, 4001), new MeterOptions { Profile = MeterProfile.Basic }).Single(r => r.Final);
        Assert.Equal((FlowFeatures.ShortVersion, FlowFeatures.ShortColumns), (flow.FeatureSchema, flow.Features!.Length));
        Assert.Null(flow.Sequence);
    }

    [Fact]
    public void The_state_of_a_flow_stays_small() => Assert.InRange(Unsafe.SizeOf<ExtendedState>(), 1, 640);

    private static double[] Row(FlowRecord flow, string first) => flow.Features!.AsSpan(FlowFeatures.Schema.IndexOf(first), BinCounts.Bins).ToArray();
}
