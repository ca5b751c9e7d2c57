using System.Text.Json;
using System.Text.Json.Serialization;
using Google.Protobuf;
using NetThreat.Core.Incidents;
using NetThreat.Core.Wire;
using NetThreat.Testing.Samples;

namespace NetThreat.Tests.Core.Wire;

public sealed class MessageCodecTests
{
    private delegate bool Decoder<T>(ReadOnlyMemory<byte> payload, out T? value, out string? error) where T : class;

    private static readonly JsonSerializerOptions Flat = new() { NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals };

    [Fact]
    public void Findings_survive() => Survives(r => FindingSamples.Batch(r, r.Next(4)), FindingsCodec.Encode, FindingsCodec.TryDecode);

    [Fact]
    public void Incidents_survive() => Survives<IReadOnlyList<Incident>>(
        r => [.. Enumerable.Range(0, r.Next(4)).Select(_ => FindingSamples.Incident(r))], IncidentsCodec.Encode, IncidentsCodec.TryDecode);

    [Fact]
    public void Sensor_reports_survive() => Survives(FindingSamples.Report, SensorsCodec.Encode, SensorsCodec.TryDecode);

    [Fact]
    public void Dead_letters_survive()
    {
        var letter = new DeadLetter("netthreat.flows.v1", 3, 77, "a length goes beyond the end", new byte[] { 1, 2, 3 });
        Assert.True(DeadLetterCodec.TryDecode(DeadLetterCodec.Encode(letter), out var back, out _));
        Assert.Equal(letter.Payload.ToArray(), back!.Payload.ToArray());
        Assert.Equal(letter with { Payload = back.Payload }, back);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(-0.1)]
    [InlineData(1.5)]
    [InlineData(double.PositiveInfinity)]
    public void A_confidence_outside_0_to_1_is_an_error(double confidence)
    {
        var batch = new FindingsBatch([FindingSamples.Finding(new Random(1)) with { Confidence = confidence }]);
        Assert.False(FindingsCodec.TryDecode(FindingsCodec.Encode(batch), out var back, out string? error));
        Assert.Null(back);
        Assert.Contains("confidence", error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_list_beyond_its_limit_is_an_error()
    {
        var random = new Random(1);
        var batch = new FindingsBatch([FindingSamples.Finding(random) with { Flows = [.. Enumerable.Range(0, 17).Select(_ => FlowSamples.Id(random))] }]);
        Assert.False(FindingsCodec.TryDecode(FindingsCodec.Encode(batch), out _, out string? error));
        Assert.Contains("more than 16", error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_negative_count_is_an_error()
    {
        var message = SensorsMessage.Parser.ParseFrom(SensorsCodec.Encode(FindingSamples.Report(new Random(1))));
        message.Packets = -1;
        Assert.False(SensorsCodec.TryDecode(message.ToByteArray(), out _, out string? error));
        Assert.Contains("packet count", error, StringComparison.Ordinal);
    }

    private static void Survives<T>(Func<Random, T> make, Func<T, byte[]> encode, Decoder<T> decode) where T : class
    {
        var random = new Random(5);
        int refused = 0;
        for (int n = 0; n < 300; n++)
        {
            var value = make(random);
            var bytes = encode(value);
            Assert.True(decode(bytes, out var back, out string? error), error);
            Assert.Equal(JsonSerializer.Serialize(value, Flat), JsonSerializer.Serialize(back, Flat));
            for (int m = 0; m < 20; m++)
            {
                if (!decode(Mutation.Of([.. bytes], random), out back, out error)) refused++;
                Assert.Equal(back is null, error is not null);
            }
        }
        Assert.InRange(refused, 100, 5999);
    }
}
