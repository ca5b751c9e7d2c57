using Google.Protobuf;
using NetThreat.Core.Flows;
using NetThreat.Core.Wire;
using NetThreat.Testing.Samples;

namespace NetThreat.Tests.Core.Wire;

public sealed class FlowsCodecTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 80)]
    [InlineData(5, 3000)]
    [InlineData(400, 80)]
    public void Random_batches_survive_a_round_trip(int records, int features)
    {
        var random = new Random(records + features);
        for (int n = 0; n < 20; n++)
        {
            var batch = FlowSamples.Batch(random, records, features);
            Assert.True(FlowsCodec.TryDecode(FlowsCodec.Encode(batch), out var back, out string? error), error);
            AssertSame(batch, back!);
        }
    }

    [Fact]
    public void Bytes_equal_those_of_the_generated_class()
    {
        var random = new Random(3);
        for (int n = 0; n < 50; n++)
        {
            var bytes = FlowsCodec.Encode(FlowSamples.Batch(random, random.Next(5)));
            Assert.Equal(Convert.ToHexString(FlowsMessage.Parser.ParseFrom(bytes).ToByteArray()), Convert.ToHexString(bytes));
        }
    }

    [Fact]
    public void What_is_known_of_layers_and_faults_survives_a_round_trip()
    {
        var record = FlowSamples.Record(new Random(5)) with
        {
            Parent = new(1, 2),
            Tunnel = TunnelKind.EtherIp,
            Anomalies = (Anomaly)(1UL << 63 | 5),
            IcmpErrors = 65_535,
            LastIcmpError = 3 << 8 | 13,
        };
        Assert.True(FlowsCodec.TryDecode(FlowsCodec.Encode(FlowSamples.Batch(new Random(5), 0) with { Records = [record] }), out var back, out string? error), error);
        var read = Assert.Single(back!.Records);
        Assert.Equal((record.Parent, record.Tunnel, record.Anomalies), (read.Parent, read.Tunnel, read.Anomalies));
        Assert.Equal((65_535, 781), (read.IcmpErrors, read.LastIcmpError));
    }

    [Fact]
    public void Fields_of_the_generated_class_are_read()
    {
        var segment = new FlowSegment
        {
            Id = ByteString.CopyFrom(new byte[16]),
            Originator = ByteString.CopyFrom(10, 0, 0, 1),
            Responder = ByteString.CopyFrom(new byte[16]),
            Ports = 1u << 16 | 443,
            Protocol = 6,
            Segment = 2,
            EndReason = 1,
            Final = true,
            StartNs = -5,
            EndAfterNs = 7,
            TimeAfterNs = 9,
            DeltaOriginator = new() { Packets = 3 },
            TotalOriginator = new() { Packets = 4, IpBytes = 5, PayloadBytes = 6 },
            State = 3,
            History = "S",
            Vlan = 9,
        };
        var message = new FlowsMessage { Site = "a", ObservationPoint = "b", Stream = new() { Sensor = "s", Run = "r" }, Segments = { segment }, Observations = { new Observation { Kind = "arp" } } };
        Assert.True(FlowsCodec.TryDecode(message.ToByteArray(), out var batch, out string? error), error);
        var r = Assert.Single(batch!.Records);
        Assert.Equal((-5L, 2L, 4L), (r.Start.Nanoseconds, r.End.Nanoseconds, r.Time.Nanoseconds));
        Assert.Equal((new DirectionCounters(3, 0, 0), new DirectionCounters(4, 5, 6), ConnState.SF), (r.Delta.Originator, r.Total.Originator, r.State));
        Assert.Equal(("10.0.0.1", (ushort)1, (ushort)443), (r.Key.Originator.ToString(), r.Key.OriginatorPort, r.Key.ResponderPort));
    }

    [Fact]
    public void Mutated_bytes_never_throw()
    {
        var random = new Random(17);
        int refused = 0;
        for (int n = 0; n < 20_000; n++)
        {
            var bytes = Mutation.Of(FlowsCodec.Encode(FlowSamples.Batch(random, 2, 4)), random);
            if (FlowsCodec.TryDecode(bytes, out var batch, out string? error)) FlowsCodec.Encode(batch!);
            else refused++;
            Assert.Equal(batch is null, error is not null);
        }
        Assert.InRange(refused, 1000, 19_999);
    }

    [Fact]
    public void Implausible_values_are_errors()
    {
        Refused(s => s.Id = ByteString.CopyFrom(1, 2), "flow id");
        Refused(s => s.Responder = ByteString.CopyFrom(1, 2, 3), "responder");
        Refused(s => s.Originator = ByteString.Empty, "without id or addresses");
        Refused(s => s.Protocol = 256, "protocol");
        Refused(s => s.Segment = uint.MaxValue, "segment");
        Refused(s => s.State = 13, "state");
        Refused(s => s.DeltaOriginator = new() { Packets = -1 }, "packet count");
        Refused(s => s.DeltaOriginator = new() { IpBytes = long.MaxValue }, "byte count");
        Refused(s => s.Features = ByteString.CopyFrom(1, 2, 3), "feature row");
        Refused(s => { s.StartNs = long.MaxValue; s.EndAfterNs = 1; }, "time");
        Refused(s => s.History = new('D', 5000), "history");
        Refused(s => s.Application = new() { Dns = { Enumerable.Repeat(new DnsQuery(), 9) } }, "DNS");
    }

    private static void Refused(Action<FlowSegment> change, string expected)
    {
        var message = FlowsMessage.Parser.ParseFrom(FlowsCodec.Encode(FlowSamples.Batch(new Random(1), 1)));
        change(message.Segments[0]);
        Assert.False(FlowsCodec.TryDecode(message.ToByteArray(), out var batch, out string? error));
        Assert.Null(batch);
        Assert.Contains(expected, error, StringComparison.Ordinal);
    }

    private static void AssertSame(FlowsBatch expected, FlowsBatch actual)
    {
        Assert.Equal((expected.Vantage, expected.Stream, expected.Watermark, expected.Control), (actual.Vantage, actual.Stream, actual.Watermark, actual.Control));
        Assert.Equal(expected.Records.Count, actual.Records.Count);
        for (int i = 0; i < expected.Records.Count; i++) SameFlow.Assert(expected.Records[i], actual.Records[i]);
    }
}
