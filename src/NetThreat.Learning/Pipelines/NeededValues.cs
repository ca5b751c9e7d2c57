using System.Collections.Immutable;
using NetThreat.Learning.Models;
using NetThreat.Learning.Scaling;

namespace NetThreat.Learning.Pipelines;

/// <summary>The raw columns whose missing values nothing fills. They are looked for before the rows are transformed, so that a message names raw row and column.</summary>
internal readonly struct NeededValues
{
    private readonly ImmutableArray<int> _columns;
    private readonly int _width;

    public NeededValues(Preprocessing preprocessing, IModel inner)
    {
        _width = preprocessing.Input.Count;
        _columns = inner.HandlesMissing ? [] : [.. Enumerable.Range(0, _width).Where(c => !preprocessing.Fills(c))];
    }

    /// <summary>Does every column take a missing value?</summary>
    public bool None => _columns.IsEmpty;

    /// <summary>Does any column?</summary>
    public bool NanAllowed => _columns.Length < _width;

    /// <summary>The place of the first missing value that is needed, or -1.</summary>
    public int FirstMissing(ReadOnlySpan<float> values)
    {
        // Where all columns are needed, the check of all values has found it already.
        if (_columns.IsEmpty || !NanAllowed) return -1;
        for (int start = 0; start < values.Length; start += _width)
        {
            foreach (int c in _columns)
                if (float.IsNaN(values[start + c])) return start + c;
        }
        return -1;
    }
}
