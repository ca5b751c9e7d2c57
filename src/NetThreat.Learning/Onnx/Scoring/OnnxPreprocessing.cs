using NetThreat.Learning.Manifests;
using NetThreat.Learning.Tables;

namespace NetThreat.Learning.Onnx.Scoring;

/// <summary>The steps between a raw column and a model's input: logarithm, centre and scale, cut-off. Computed in float64.</summary>
internal sealed class OnnxPreprocessing
{
    private readonly bool[] _log;
    private readonly double[] _mean, _scale;
    private readonly double _clip;

    private OnnxPreprocessing(bool[] log, double[] mean, double[] scale, double clip) => (_log, _mean, _scale, _clip) = (log, mean, scale, clip);

    /// <returns>Null where values are fed as they are.</returns>
    public static OnnxPreprocessing? Of(ManifestOnnx onnx, ColumnSet columns)
    {
        if (onnx.Log.Count == 0 && onnx.Mean.Count == 0 && onnx.Scale.Count == 0 && onnx.Clip is null) return null;
        var log = new bool[columns.Count];
        foreach (var name in onnx.Log)
        {
            int column = columns.IndexOf(name);
            if (column < 0) throw new LearningException($"onnx: log names the column '{name}', which the model does not read");
            log[column] = true;
        }
        if (onnx.Clip is { } clip && !(clip > 0)) throw new LearningException("onnx: clip is not above 0");
        return new(log, PerColumn("mean", onnx.Mean, 0, columns.Count), PerColumn("scale", onnx.Scale, 1, columns.Count), onnx.Clip ?? double.PositiveInfinity);
    }

    public float Apply(float value, int column)
    {
        double x = value;
        if (_log[column]) x = Math.CopySign(Math.Log(1 + Math.Abs(x)), x);
        return (float)Math.Clamp((x - _mean[column]) / _scale[column], -_clip, _clip);
    }

    private static double[] PerColumn(string name, IReadOnlyList<double> values, double otherwise, int columns)
    {
        if (values.Count == 0) return [.. Enumerable.Repeat(otherwise, columns)];
        return values.Count == columns ? [.. values] : throw new LearningException($"onnx: {name} has {values.Count} values for {columns} columns");
    }
}
