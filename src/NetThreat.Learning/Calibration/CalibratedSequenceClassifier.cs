using System.Collections.Immutable;
using NetThreat.Learning.Models;
using NetThreat.Learning.Saving;
using NetThreat.Learning.Tables;
using NetThreat.Learning.Training;

namespace NetThreat.Learning.Calibration;

/// <summary>A classifier of sequences whose probabilities are calibrated as those of <see cref="CalibratedClassifier"/>.</summary>
public sealed class CalibratedSequenceClassifier : ISequenceClassifier
{
    internal const string Name = "calibrated-sequence-classifier";

    private readonly ClassCalibration _calibration;

    /// <param name="calibrators">One per class, or one (of the second class) where there are two; kept, not copied.</param>
    public CalibratedSequenceClassifier(ISequenceClassifier inner, ICalibrator[] calibrators) => (Inner, _calibration) = (inner, new ClassCalibration(calibrators, inner.Outputs));

    public string Kind => Name;

    /// <summary>The classifier as it was fitted.</summary>
    public ISequenceClassifier Inner { get; }

    public ColumnSet Columns => Inner.Columns;

    public int Outputs => Inner.Outputs;

    public int Steps => Inner.Steps;

    public bool HandlesMissing => Inner.HandlesMissing;

    public ImmutableArray<string> Classes => Inner.Classes;

    /// <summary>Calibrates a fitted classifier on labelled sequences that it was not fitted on.</summary>
    public static CalibratedSequenceClassifier Fit(ISequenceClassifier model, SequenceData heldOut, CalibrationKind method)
    {
        model.Columns.Demand(heldOut.Columns);
        var outputs = new double[heldOut.Inputs.Count * model.Outputs];
        model.Score(heldOut.Inputs, outputs);
        return new CalibratedSequenceClassifier(model, ClassCalibration.Fit(outputs, ClassCalibration.Places(heldOut.Labels, heldOut.Classes, model.Classes), model.Outputs, method));
    }

    public void Score(Sequences sequences, Span<double> scores)
    {
        Inner.Score(sequences, scores);
        for (int i = 0; i < sequences.Count; i++) _calibration.Apply(scores.Slice(i * Outputs, Outputs));
    }

    public void Save(ModelWriter writer)
    {
        ModelFile.Write(Inner, writer);
        _calibration.Save(writer);
    }

    internal static CalibratedSequenceClassifier Read(ModelReader reader, ColumnSet columns)
    {
        var inner = ModelFile.Read(reader) as ISequenceClassifier ?? throw ModelReader.Broken("the model within a calibrated classifier of sequences is none");
        inner.Columns.Demand(columns);
        return new CalibratedSequenceClassifier(inner, ClassCalibration.Read(reader, inner.Outputs));
    }
}
