using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;
using NetThreat.Learning.Tables;

namespace NetThreat.Learning.Models;

/// <summary>The checks that every estimator makes of what it is given; vectorised, they cost a few percent of the cheapest scoring.</summary>
public static class InputCheck
{
    /// <summary>Rows that a model may score into these results.</summary>
    /// <param name="nanAllowed">For a model that takes missing values in some columns and checks the others itself.</param>
    /// <exception cref="LearningException">Wrong width, too few places for results, infinite or (unless handled) missing values.</exception>
    public static void Score(IModel model, Rows rows, Span<double> scores, bool? nanAllowed = null)
    {
        if (rows.Width != model.Columns.Count) throw new LearningException($"rows of {rows.Width} values where the model '{model.Kind}' reads {model.Columns.Count} columns");
        if (scores.Length != rows.Count * model.Outputs) throw new LearningException($"{scores.Length} places for {rows.Count} rows of {model.Outputs} outputs");
        Values(rows.Values, model.Columns, nanAllowed ?? model.HandlesMissing);
    }

    /// <summary>A row that a model may explain into these contributions.</summary>
    /// <param name="nanAllowed">As for <see cref="Score"/>.</param>
    /// <exception cref="LearningException">As for <see cref="Score"/>; no such output.</exception>
    public static void Explain(IModel model, ReadOnlySpan<float> row, int output, Span<double> contributions, bool? nanAllowed = null)
    {
        if (row.Length != model.Columns.Count) throw new LearningException($"a row of {row.Length} values where the model '{model.Kind}' reads {model.Columns.Count} columns");
        if (contributions.Length != row.Length) throw new LearningException($"{contributions.Length} places for the contributions of {row.Length} columns");
        if ((uint)output >= (uint)model.Outputs) throw new LearningException($"output {output} of a model with {model.Outputs}");
        Values(row, model.Columns, nanAllowed ?? model.HandlesMissing);
    }

    /// <summary>A table that can be fitted at all.</summary>
    /// <exception cref="LearningException">Fewer than two rows, values that are not finite, labels or weights that do not fit the rows.</exception>
    public static void Fit(TrainingData data, bool handlesMissing, bool needsLabels)
    {
        if (data.Features.Rows < 2) throw new LearningException($"{data.Features.Rows} training rows: at least 2 are needed");
        Values(data.Features.Values, data.Columns, handlesMissing);
        if (data.Weights is { } weights) Weights(weights, data.Features.Rows);
        if (needsLabels) Labels(data);
    }

    /// <summary>Refuses infinite values, and NaN unless <paramref name="nanAllowed"/>, naming row and column (counted from 1).</summary>
    public static void Values(ReadOnlySpan<float> values, ColumnSet columns, bool nanAllowed)
    {
        int bad = FirstBad(values, nanAllowed);
        if (bad < 0) return;
        int row = bad / columns.Count, column = bad % columns.Count;
        throw new LearningException(string.Create(CultureInfo.InvariantCulture, $"row {row + 1}, column '{columns[column]}' is {Name(values[bad])}: {(nanAllowed ? "infinite values cannot be used" : "this model needs finite values: fill or drop it")}"));
    }

    private static string Name(float value) => float.IsNaN(value) ? "NaN" : value > 0 ? "infinite" : "minus infinite";

    private static int FirstBad(ReadOnlySpan<float> values, bool nanAllowed)
    {
        // An exponent of all ones is NaN or infinite; with the mantissa's bits it tells which.
        var bits = MemoryMarshal.Cast<float, uint>(values);
        int i = 0;
        if (Vector.IsHardwareAccelerated)
        {
            var mask = new Vector<uint>(0x7FFF_FFFF);
            var infinite = new Vector<uint>(0x7F80_0000);
            for (; i <= bits.Length - Vector<uint>.Count; i += Vector<uint>.Count)
            {
                var magnitude = new Vector<uint>(bits.Slice(i)) & mask;
                if (nanAllowed ? Vector.EqualsAny(magnitude, infinite) : Vector.GreaterThanOrEqualAny(magnitude, infinite)) break;
            }
        }
        for (; i < bits.Length; i++)
        {
            uint magnitude = bits[i] & 0x7FFF_FFFF;
            if (nanAllowed ? magnitude == 0x7F80_0000 : magnitude >= 0x7F80_0000) return i;
        }
        return -1;
    }

    private static void Weights(float[] weights, int rows)
    {
        if (weights.Length != rows) throw new LearningException($"{weights.Length} weights for {rows} rows");
        int bad = Array.FindIndex(weights, w => !(w >= 0 && float.IsFinite(w)));
        if (bad >= 0) throw new LearningException(string.Create(CultureInfo.InvariantCulture, $"the weight of row {bad + 1} is {weights[bad]}: weights are finite and not negative"));
        if (!Array.Exists(weights, w => w > 0)) throw new LearningException("all weights are 0");
    }

    private static void Labels(TrainingData data)
    {
        if (data.Labels is not { } labels) throw new LearningException("the data has no labels: this estimator needs the class of every row");
        if (labels.Length != data.Features.Rows) throw new LearningException($"{labels.Length} labels for {data.Features.Rows} rows");
        if (data.Classes.Length < 2) throw new LearningException($"{data.Classes.Length} classes: at least 2 are needed");
        int bad = Array.FindIndex(labels, l => (uint)l >= (uint)data.Classes.Length);
        if (bad >= 0) throw new LearningException($"the label of row {bad + 1} is {labels[bad]}: there are {data.Classes.Length} classes");
        if (Array.TrueForAll(labels, l => l == labels[0])) throw new LearningException($"all rows are of the class '{data.Classes[labels[0]]}': there is nothing to tell apart");
    }
}
