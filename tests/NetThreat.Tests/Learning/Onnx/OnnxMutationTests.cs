using NetThreat.Core.Randomness;
using NetThreat.Learning;
using NetThreat.Learning.Onnx.Format;
using NetThreat.Testing;

namespace NetThreat.Tests.Learning.Onnx;

/// <summary>The reader of foreign files on real models with bytes changed, cut and moved: it refuses in one line or passes, within bounded memory.</summary>
public sealed class OnnxMutationTests
{
    private const int Mutations = 400;

    [DataTheory]
    [InlineData("scaler-logistic.onnx", 1)]
    [InlineData("random-forest-zipmap-text.onnx", 2)]
    [InlineData("sequence-input.onnx", 3)]
    [InlineData("logistic-columns.onnx", 4)]
    [InlineData("custom-operator.onnx", 5)]
    [InlineData("external-weights.onnx", 6)]
    public void A_mutated_file_is_refused_in_one_line_or_read(string file, ulong seed)
    {
        var original = OnnxReference.Bytes(file);
        int refused = 0;
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < Mutations; i++)
        {
            try
            {
                OnnxInspector.Inspect(Mutate(original, new Xoshiro256(Xoshiro256.WordAt(seed, i))));
            }
            catch (LearningException e)
            {
                refused++;
                Assert.DoesNotContain('\n', e.Message);
                Assert.InRange(e.Message.Length, 10, 600);
            }
        }
        Assert.InRange(refused, Mutations / 20, Mutations);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, Mutations * 64L * Math.Max(original.Length, 4096));
    }

    [Fact]
    public void Lengths_beyond_the_file_and_endless_numbers_are_refused()
    {
        byte[][] files =
        [
            [0x3A, 0xFF, 0xFF, 0xFF, 0xFF, 0x0F],
            [0x08, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF],
            [0x3B],
            [0x00, 0x00],
            [.. Enumerable.Repeat((byte)0x80, 5000)],
        ];
        Assert.All(files, file => Assert.Contains("broken", Assert.Throws<LearningException>(() => OnnxInspector.Inspect(file)).Message, StringComparison.Ordinal));
    }

    [Fact]
    public void A_weight_whose_dimensions_ask_for_more_than_there_is_is_refused()
    {
        Assert.Contains("8192 × 8192 × 8192", Fault([8192, 8192, 8192], 4), StringComparison.Ordinal);
        Assert.Contains("data of another size", Fault([2, 2], 12), StringComparison.Ordinal);
        Assert.Contains("-1", Fault([-1, 4], 16), StringComparison.Ordinal);
        Assert.Contains("more than 8 numbers", Fault([1, 1, 1, 1, 1, 1, 1, 1, 1], 4), StringComparison.Ordinal);
    }

    [Fact]
    public void Graphs_in_graphs_without_end_are_refused()
    {
        var graph = new ProtobufWriter().Text(2, "g");
        for (int i = 0; i < 40; i++)
        {
            var attribute = new ProtobufWriter().Text(1, "body").Message(6, graph).Varint(20, 5);
            graph = new ProtobufWriter().Message(1, new ProtobufWriter().Text(4, "Loop").Message(5, attribute)).Message(12, new ProtobufWriter().Text(1, "x"));
        }
        Assert.Contains("nests graphs", Assert.Throws<LearningException>(() => OnnxInspector.Inspect(Model(graph))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_too_large_is_not_read() =>
        Assert.Contains("at most 100 are read", Assert.Throws<LearningException>(() => OnnxInspector.Inspect(new byte[101], new OnnxLimits { MaxFileBytes = 100 })).Message, StringComparison.Ordinal);

    private static string Fault(long[] dimensions, int bytes)
    {
        var tensor = new ProtobufWriter();
        foreach (long d in dimensions) tensor.Varint(1, d);
        tensor.Varint(2, 1).Text(8, "w").Bytes(9, new byte[bytes]);
        return Assert.Throws<LearningException>(() => OnnxInspector.Inspect(Model(new ProtobufWriter().Message(5, tensor)))).Message;
    }

    private static byte[] Model(ProtobufWriter graph) =>
        new ProtobufWriter().Varint(1, 8).Message(7, graph).Message(8, new ProtobufWriter().Text(1, "").Varint(2, 15)).Written.ToArray();

    private static byte[] Mutate(byte[] original, Xoshiro256 random)
    {
        var bytes = original.ToList();
        for (ulong changes = 1 + random.Next() % 6; changes > 0; changes--)
        {
            int at = (int)(random.Next() % (ulong)bytes.Count), length = Math.Min((int)(random.Next() % 32), bytes.Count - at);
            switch (random.Next() % 5)
            {
                case 0: bytes[at] ^= (byte)(1 << (int)(random.Next() % 8)); break;
                case 1: bytes[at] = (byte)random.Next(); break;
                case 2: bytes[at] = 0xFF; break;
                case 3 when bytes.Count - length > 16: bytes.RemoveRange(at, length); break;
                default: bytes.InsertRange((int)(random.Next() % (ulong)bytes.Count), bytes.GetRange(at, length)); break;
            }
        }
        return [.. bytes];
    }
}
