using NetThreat.Core.Randomness;
using NetThreat.Learning.Models;
using NetThreat.Learning.Networks.SequenceModels;
using NetThreat.Learning.Onnx.Export;
using NetThreat.Learning.Onnx.Scoring;
using NetThreat.Learning.Tables;
using NetThreat.Learning.Training;

namespace NetThreat.Benchmarks.Learning;

/// <summary>An LSTM of 32 units over 16 steps of 16 inputs, exported to ONNX, loaded again and scored by ONNX Runtime on one thread in batches of 256.</summary>
internal static class SequenceWork
{
    private const int Steps = 16, Inputs = 16, Batch = 256, Count = 64 * Batch;

    /// <summary>The model and what it scores.</summary>
    public static (ISequenceModel Model, Sequences Inputs) Make()
    {
        var columns = ColumnSet.Numbered(Inputs);
        var trainer = new SequenceClassifierTrainer { Encoder = SequenceEncoder.Lstm, Units = 32, Epochs = 1 };
        var trained = trainer.Fit(new SequenceData(Random(Batch, 1), columns, [.. Enumerable.Range(0, Batch).Select(i => i & 1)], ["benign", "attack"]), FitContext.Default);
        var export = OnnxExport.Of(trained);
        var loaded = OnnxModel.Load(export.File, export.Onnx, columns, ["benign", "attack"], trained.Steps);
        return ((ISequenceModel)loaded, Random(Count, 2));
    }

    private static Sequences Random(int count, ulong seed)
    {
        var random = new Xoshiro256(seed);
        var sequences = new Sequences(count, Steps, Inputs);
        for (int i = 0; i < sequences.Values.Length; i++) sequences.Values[i] = (float)(random.NextDouble() * 2 - 1);
        return sequences;
    }
}
