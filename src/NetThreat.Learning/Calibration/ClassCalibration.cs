using NetThreat.Learning.Metrics;
using NetThreat.Learning.Saving;

namespace NetThreat.Learning.Calibration;

/// <summary>How scores become probabilities.</summary>
public enum CalibrationKind
{
    /// <summary>Any rising function; needs about a thousand rows.</summary>
    Isotonic,

    /// <summary>A sigmoid of the probability's log-odds: two numbers, for fewer rows.</summary>
    Sigmoid,
}

/// <summary>
/// A calibrator per class, after which the probabilities are made to sum to 1 again (Zadrozny and Elkan 2002); of two classes the second is
/// calibrated and the first is the rest.
/// </summary>
internal sealed class ClassCalibration
{
    private readonly ICalibrator[] _calibrators;

    public ClassCalibration(ICalibrator[] calibrators, int classes)
    {
        if (calibrators.Length != Needed(classes)) throw new LearningException($"{calibrators.Length} calibrators for {classes} classes");
        _calibrators = calibrators;
    }

    /// <param name="outputs">Probabilities of rows that the classifier was not fitted on, row after row.</param>
    /// <param name="labels">The true classes, in the order of the outputs.</param>
    public static ICalibrator[] Fit(double[] outputs, int[] labels, int classes, CalibrationKind method)
    {
        var calibrators = new ICalibrator[Needed(classes)];
        for (int i = 0; i < calibrators.Length; i++)
        {
            int c = classes == 2 ? 1 : i;
            calibrators[i] = Fit(MultiClassRanking.Column(outputs, classes, c), MultiClassRanking.Is(labels, c), method);
        }
        return calibrators;
    }

    /// <summary>Labels as places in a model's classes.</summary>
    /// <exception cref="LearningException">There are none, or one is of a class that the model does not know.</exception>
    public static int[] Places(int[]? labels, IReadOnlyList<string> classes, IList<string> of)
    {
        if (labels is null) throw new LearningException("probabilities cannot be calibrated on rows without labels");
        var places = classes.Select(of.IndexOf).ToArray();
        return [.. labels.Select(l => places[l] >= 0 ? places[l] : throw new LearningException($"a row to calibrate on is of the class '{classes[l]}', which the model does not know"))];
    }

    /// <summary>Calibrates the probabilities of one row in place.</summary>
    public void Apply(Span<double> p)
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

    public void Save(ModelWriter writer)
    {
        foreach (var calibrator in _calibrators) CalibratorFile.Write(calibrator, writer);
    }

    public static ICalibrator[] Read(ModelReader reader, int classes)
    {
        var calibrators = new ICalibrator[Needed(classes)];
        for (int c = 0; c < calibrators.Length; c++) calibrators[c] = CalibratorFile.Read(reader);
        return calibrators;
    }

    private static int Needed(int classes) => classes == 2 ? 1 : classes;

    private static ICalibrator Fit(double[] scores, bool[] positive, CalibrationKind method)
    {
        if (method == CalibrationKind.Sigmoid) return LogOddsCalibrator.Fit(scores, positive);
        // Nothing is certain from n rows: the ends stay as far from 0 and 1 as one more row of the other class would put them.
        double edge = 1.0 / (positive.Length + 2);
        return new IsotonicRegression { Low = edge, High = 1 - edge }.Fit(scores, [.. positive.Select(p => p ? 1.0 : 0)]);
    }
}
