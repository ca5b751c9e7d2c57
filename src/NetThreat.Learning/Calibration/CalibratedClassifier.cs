using System.Collections.Immutable;
using NetThreat.Learning.Models;
using NetThreat.Learning.Saving;
using NetThreat.Learning.Tables;

namespace NetThreat.Learning.Calibration;

/// <summary>
/// A classifier whose probabilities go through a calibrator per class and are made to sum to 1 again (Zadrozny and Elkan 2002); of two
/// classes the second is calibrated and the first is the rest. Explanations are those of the classifier, in its own unit.
/// </summary>
public class CalibratedClassifier : IClassifier
{
    internal const string Name = "calibrated-classifier";

    private readonly ICalibrator[] _calibrators;

    private protected CalibratedClassifier(IClassifier inner, ICalibrator[] calibrators)
    {
        if (calibrators.Length != Needed(inner.Outputs)) throw new LearningException($"{calibrators.Length} calibrators for {inner.Outputs} classes");
        (Inner, _calibrators) = (inner, calibrators);
    }

    public string Kind => Name;

    /// <summary>The classifier as it was fitted.</summary>
    public IClassifier Inner { get; }

    public ColumnSet Columns => Inner.Columns;

    public int Outputs => Inner.Outputs;

    public bool HandlesMissing => Inner.HandlesMissing;

    public ImmutableArray<string> Classes => Inner.Classes;

    /// <param name="calibrators">One per class, or one (of the second class) where there are two; kept, not copied.</param>
    public static CalibratedClassifier Of(IClassifier inner, ICalibrator[] calibrators) =>
        inner is IExplainable explainable ? new ExplainableCalibratedClassifier(inner, explainable, calibrators) : new CalibratedClassifier(inner, calibrators);

    /// <summary>Calibrators for that many classes.</summary>
    public static int Needed(int classes) => classes == 2 ? 1 : classes;

    public void Score(Rows rows, Span<double> scores)
    {
        Inner.Score(rows, scores);
        for (int r = 0; r < rows.Count; r++) Calibrate(scores.Slice(r * Outputs, Outputs));
    }

    public void Save(ModelWriter writer)
    {
        ModelFile.Write(Inner, writer);
        foreach (var calibrator in _calibrators) CalibratorFile.Write(calibrator, writer);
    }

    internal static CalibratedClassifier Read(ModelReader reader, ColumnSet columns)
    {
        var inner = ModelFile.Read(reader) as IClassifier ?? throw ModelReader.Broken("the model within a calibrated classifier is no classifier");
        inner.Columns.Demand(columns);
        var calibrators = new ICalibrator[Needed(inner.Outputs)];
        for (int c = 0; c < calibrators.Length; c++) calibrators[c] = CalibratorFile.Read(reader);
        return Of(inner, calibrators);
    }

    private void Calibrate(Span<double> p)
    {
        if (p.Length == 2)
        {
            p[1] = Math.Clamp(_calibrators[0].Apply(p[1]), 0, 1);
            p[0] = 1 - p[1];
            return;
        }
        double sum = 0;
        for (int c = 0; c < p.Length; c++) sum += p[c] = Math.Clamp(_calibrators[c].Apply(p[c]), 0, 1);
        // Where every class alone is impossible, nothing is known.
        for (int c = 0; c < p.Length; c++) p[c] = sum > 0 ? p[c] / sum : 1.0 / p.Length;
    }
}

internal sealed class ExplainableCalibratedClassifier(IClassifier inner, IExplainable explained, ICalibrator[] calibrators) : CalibratedClassifier(inner, calibrators), IExplainable
{
    public string ExplainedOutput => explained.ExplainedOutput;

    public double Explain(ReadOnlySpan<float> row, int output, Span<double> contributions) => explained.Explain(row, output, contributions);
}
