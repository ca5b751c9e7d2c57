using System.Runtime.InteropServices;
using NetThreat.Learning.Manifests;
using NetThreat.Learning.Models;
using NetThreat.Learning.Networks.Layers;
using NetThreat.Learning.Onnx.Export;
using NetThreat.Learning.Onnx.Format;
using NetThreat.Learning.Onnx.Scoring;
using NetThreat.Learning.Tables;
using NetThreat.Testing;

namespace NetThreat.Tests.Learning.Onnx;

/// <summary>Scoring with buffers that are used again: no allocation, threads that do not disturb each other, padding, and no reports to anybody.</summary>
public sealed partial class OnnxScoringTests
{
    [DataTheory]
    [InlineData("scaler-logistic.onnx")]
    [InlineData("isolation-forest.onnx")]
    [InlineData("random-forest-zipmap-text.onnx")]
    [InlineData("logistic-columns.onnx")]
    public void Scoring_allocates_nothing(string file)
    {
        var reference = OnnxReference.Model(file);
        var model = (IRowModel)OnnxModel.Load(OnnxReference.Bytes(file), OnnxReference.Binding(reference), OnnxReference.Columns(reference));
        var few = OnnxReference.Rows(reference);
        var rows = few.Take([.. Enumerable.Range(0, 300).Select(i => i % few.Rows)]);
        var scores = new double[300];
        // Every batch size once: tensors are bound when they are first needed.
        for (int n = 1; n <= 300; n++) model.Score(rows.Slice(0, n), scores.AsSpan(0, n));
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 20; i++) model.Score(rows.All, scores);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [DataFact]
    public void Threads_do_not_disturb_each_other()
    {
        var reference = OnnxReference.Model("scaler-logistic.onnx");
        var model = (IRowModel)OnnxModel.Load(OnnxReference.Bytes("scaler-logistic.onnx"), OnnxReference.Binding(reference), OnnxReference.Columns(reference));
        var rows = OnnxReference.Rows(reference);
        var expected = OnnxImportTests.Score(model, rows);
        Parallel.For(0, 40, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i =>
        {
            int first = i % 6;
            var scores = new double[8 - first];
            for (int n = 0; n < 25; n++) model.Score(rows.Slice(first, 8 - first), scores);
            Assert.Equal(expected[first..], scores);
        });
    }

    [Fact]
    public void A_model_of_fixed_steps_takes_shorter_sequences_only_with_padding()
    {
        var (file, network) = FixedSteps();
        Assert.Contains("reads exactly 4 (onnx: padding", Assert.Throws<NetThreat.Learning.LearningException>(() => Score(OnnxPadding.None)).Message, StringComparison.Ordinal);
        // The layer adds up its inputs: the padding's place shows in the score.
        Assert.Equal([1 + 10 * 2 + 100 * 3 + 1000 * 4, 1 + 10 * 2], Score(OnnxPadding.End));
        Assert.Equal([1 + 10 * 2 + 100 * 3 + 1000 * 4, 100 + 1000 * 2], Score(OnnxPadding.Start));
        Assert.Equal(4, network.Inputs);

        double[] Score(OnnxPadding padding)
        {
            var model = (ISequenceModel)OnnxModel.Load(file, new ManifestOnnx { Padding = padding }, ColumnSet.Numbered(1), steps: 4);
            var scores = new double[2];
            model.Score(new Sequences([1, 2, 3, 4, 1, 2, float.NaN, float.NaN], [4, 2], 4, 1), scores);
            return scores;
        }
    }

    [Fact]
    public void Preprocessing_of_the_manifest_is_applied_before_the_model()
    {
        var graph = new OnnxGraphBuilder();
        var rows = graph.Input("rows", OnnxElement.Float32, "n", 2);
        graph.Output("score", graph.Node("MatMul", [rows, graph.Weights([1f, 1000f], 2, 1)]), OnnxElement.Float32, "n", 1);
        var onnx = new ManifestOnnx { Log = ["b"], Mean = [1, 0], Scale = [2, 1], Clip = 3 };
        var model = (IRowModel)OnnxModel.Load(graph.File(), onnx, ColumnSet.Of("a", "b"));
        var scores = OnnxImportTests.Score(model, new Matrix([5, (float)(Math.E - 1), 100, -(float)(Math.E - 1)], 2, 2));
        Assert.Equal(2 + 1000, scores[0], 1e-3);
        Assert.Equal(3 - 1000, scores[1], 1e-3);
    }

    [Fact]
    public void The_runtime_is_told_to_report_to_nobody()
    {
        FixedSteps();
        _ = OnnxModel.Load(FixedSteps().File, new ManifestOnnx(), ColumnSet.Numbered(1), steps: 4);
        Assert.Equal("1", Environment.GetEnvironmentVariable(RuntimeTelemetry.Variable));
        if (!OperatingSystem.IsWindows()) Assert.Equal("1", Marshal.PtrToStringUTF8(NativeVariable(RuntimeTelemetry.Variable)));
    }

    /// <summary>score = 1 a + 10 b + 100 c + 1000 d of the four steps.</summary>
    private static (byte[] File, DenseLayer<float> Network) FixedSteps()
    {
        var network = new DenseLayer<float>(4, 1);
        float[] weights = [1, 10, 100, 1000];
        weights.CopyTo(network.Weight.Values, 0);
        var graph = new OnnxGraphBuilder();
        var flat = graph.Node("Squeeze", [graph.Input("sequences", OnnxElement.Float32, "n", 4, 1), graph.Weights([2L], 1)]);
        graph.Output("score", OnnxLayerExport.Rows(graph, flat, network), OnnxElement.Float32, "n", 1);
        return (graph.File(), network);
    }

    [LibraryImport("libc", EntryPoint = "getenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint NativeVariable(string name);
}
