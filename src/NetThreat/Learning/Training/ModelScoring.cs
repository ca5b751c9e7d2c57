using NetThreat.Learning.Metrics;
using NetThreat.Learning.Models;
using NetThreat.Learning.Reports;
using NetThreat.Learning.Serving;
using NetThreat.Learning.Tables;

namespace NetThreat.Learning.Training;

/// <summary>Scores whole tables for reports.</summary>
internal static class ModelScoring
{
    private const int BatchRows = 4096;

    /// <summary>All outputs, row after row.</summary>
    public static double[] Outputs(IRowModel model, Matrix rows, CancellationToken cancellation)
    {
        var outputs = new double[(long)rows.Rows * model.Outputs];
        for (int start = 0; start < rows.Rows; start += BatchRows)
        {
            cancellation.ThrowIfCancellationRequested();
            int count = Math.Min(BatchRows, rows.Rows - start);
            model.Score(rows.Slice(start, count), outputs.AsSpan(start * model.Outputs, count * model.Outputs));
        }
        return outputs;
    }

    /// <inheritdoc cref="Outputs(IRowModel, Matrix, CancellationToken)"/>
    public static double[] Outputs(ISequenceModel model, Sequences sequences, CancellationToken cancellation)
    {
        var outputs = new double[(long)sequences.Count * model.Outputs];
        for (int start = 0; start < sequences.Count; start += BatchRows)
        {
            cancellation.ThrowIfCancellationRequested();
            int count = Math.Min(BatchRows, sequences.Count - start), size = sequences.Steps * sequences.Width;
            var part = new Sequences(sequences.Values.AsSpan(start * size, count * size).ToArray(), sequences.Lengths.AsSpan(start, count).ToArray(), sequences.Steps, sequences.Width);
            model.Score(part, outputs.AsSpan(start * model.Outputs, count * model.Outputs));
        }
        return outputs;
    }

    /// <summary>The outputs of a served model as what reports are made of.</summary>
    /// <param name="labels">Of the rows, or null.</param>
    /// <param name="classes">Names of those labels.</param>
    public static HeldOutScores Read(ServedModel served, double[] outputs, int[]? labels, IReadOnlyList<string> classes)
    {
        int width = served.Model.Outputs, rows = outputs.Length / width;
        var raw = new double[rows];
        for (int i = 0; i < rows; i++) raw[i] = served.Raw(outputs.AsSpan(i * width, width));
        double[] p = served.HasPValues ? [.. raw.Select(served.PValue)] : [];
        int benign = BenignClass.Of(classes);
        return new(raw, p, served.IsClassifier ? outputs : [], served.IsClassifier ? served.Classes : [], labels ?? [], [.. classes], benign);
    }
}
