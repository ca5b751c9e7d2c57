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

    private readonly ClassCalibration _calibration;

    private protected CalibratedClassifier(IClassifier inner, ICalibrator[] calibrators) => (Inner, _calibration) = (inner, new ClassCalibration(calibrators, inner.Outputs));

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

    /// <summary>Calibrates a fitted classifier on labelled rows that it was not fitted on.</summary>
    public static CalibratedClassifier Fit(IClassifier model, TrainingData heldOut, CalibrationKind method)
    {
        model.Columns.Demand(heldOut.Columns);
        var outputs = new double[heldOut.Features.Rows * model.Outputs];
        model.Score(heldOut.Features.All, outputs);
        return Of(model, ClassCalibration.Fit(outputs, ClassCalibration.Places(heldOut.Labels, heldOut.Classes, model.Classes), model.Outputs, method));
    }

    public void Score(Rows rows, Span<double> scores)
    {
        Inner.Score(rows, scores);
        for (int r = 0; r < rows.Count; r++) _calibration.Apply(scores.Slice(r * Outputs, Outputs));
    }

    public void Save(ModelWriter writer)
    {
        ModelFile.Write(Inner, writer);
        _calibration.Save(writer);
    }

    internal static CalibratedClassifier Read(ModelReader reader, ColumnSet columns)
    {
        var inner = ModelFile.Read(reader) as IClassifier ?? throw ModelReader.Broken("the model within a calibrated classifier is no classifier");
        inner.Columns.Demand(columns);
        return Of(inner, ClassCalibration.Read(reader, inner.Outputs));
    }
}

internal sealed class ExplainableCalibratedClassifier(IClassifier inner, IExplainable explained, ICalibrator[] calibrators) : CalibratedClassifier(inner, calibrators), IExplainable
{
    public string ExplainedOutput => explained.ExplainedOutput;

    public double Explain(ReadOnlySpan<float> row, int output, Span<double> contributions) => explained.Explain(row, output, contributions);
}
