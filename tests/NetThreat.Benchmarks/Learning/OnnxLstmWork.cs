using NetThreat.Core.Randomness;
using NetThreat.Learning.Models;
using NetThreat.Learning.Networks.Layers;
using NetThreat.Learning.Networks.SequenceModels;
using NetThreat.Learning.Onnx.Export;
using NetThreat.Learning.Onnx.Scoring;
using NetThreat.Learning.Tables;

namespace NetThreat.Benchmarks.Learning;

/// <summary>An LSTM of 32 units over 16 steps of 16 columns, exported to ONNX and scored by ONNX Runtime on one thread, 256 sequences at once.</summary>
internal static class OnnxLstmWork
{
    private const int Units = 32, Steps = 16, Columns = 16, Batch = 256, Batches = 200;

    /// <summary>Sequences a processor second; the best of some runs, after one that binds and compiles.</summary>
    public static double SequencesPerSecond(int repeats)
    {
        var model = Imported();
        var sequences = Sequences();
        var scores = new double[Batch * model.Outputs];
        double best = double.PositiveInfinity;
        for (int run = 0; run <= repeats; run++)
        {
            var before = Environment.CpuUsage.TotalTime;
            for (int i = 0; i < Batches; i++) model.Score(sequences, scores);
            if (run > 0) best = Math.Min(best, (Environment.CpuUsage.TotalTime - before).TotalSeconds);
        }
        return Batch * Batches / best;
    }

    private static ISequenceModel Imported()
    {
        var shape = new SequenceShape(SequenceEncoder.Lstm, Columns, Steps, Units, Layers: 1, Heads: 1);
        var network = shape.NewClassifier(2);
        WeightInitialisation.Draw(network, seed: 1);
        var model = new SequenceClassifierModel(ColumnSet.Numbered(Columns), ["benign", "attack"], shape, new float[Columns], network);
        var export = OnnxExport.Of(model);
        return (ISequenceModel)OnnxModel.Load(export.File, export.Onnx, model.Columns, model.Classes, Steps);
    }

    private static Sequences Sequences()
    {
        var sequences = new Sequences(Batch, Steps, Columns);
        var random = new Xoshiro256(2);
        foreach (ref float x in sequences.Values.AsSpan()) x = (float)(random.NextDouble() - 0.5);
        return sequences;
    }
}
