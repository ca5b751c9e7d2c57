using NetThreat.Core.Flows;
using NetThreat.Learning.Tables;

namespace NetThreat.Learning.Serving;

/// <summary>
/// Where a model's columns lie in a flow's feature row. A model checks only the columns that it reads, so that a schema with more columns
/// serves older models.
/// </summary>
public sealed class FeatureBinding
{
    private readonly int[] _places;

    private FeatureBinding(int[] places) => _places = places;

    /// <summary>Values of a row that the model reads.</summary>
    public int Count => _places.Length;

    /// <exception cref="LearningException">The schema lacks a column, or defines it otherwise than when the model was trained.</exception>
    public static FeatureBinding Of(ColumnSet columns, FeatureSchema schema)
    {
        var places = new int[columns.Count];
        for (int i = 0; i < places.Length; i++)
        {
            var column = columns.Columns[i];
            places[i] = schema.IndexOf(column.Name);
            if (places[i] < 0) throw new LearningException($"the model reads column '{column.Name}', which features v{schema.Version} do not have: train it on flow features");
            var hash = schema.Columns[places[i]].Hash;
            if (column.Definition is { } trained && trained != hash)
                throw new LearningException($"column '{column.Name}' has definition {hash}, the model was trained with {trained}: train it again");
        }
        return new(places);
    }

    /// <summary>Takes the model's columns out of a feature row, without allocating.</summary>
    /// <param name="features">A row of the schema, or of an older version: what it lacks is NaN.</param>
    /// <param name="row"><see cref="Count"/> values; what is beyond float32 is its largest value.</param>
    /// <returns>False where a value is missing: a model that does not handle missing values cannot score the row.</returns>
    public bool Fill(ReadOnlySpan<double> features, Span<float> row)
    {
        bool complete = true;
        for (int i = 0; i < _places.Length; i++)
        {
            float value = _places[i] < features.Length ? (float)features[_places[i]] : float.NaN;
            if (float.IsInfinity(value)) value = value > 0 ? float.MaxValue : float.MinValue;
            complete &= !float.IsNaN(value);
            row[i] = value;
        }
        return complete;
    }
}
