using System.Collections.Immutable;

namespace NetThreat.Learning.Tables;

/// <summary>
/// The names behind the codes of a categorical column, in the order in which they were first met. A file read with the closed dictionary of
/// another one keeps its codes; a name that is new is missing there.
/// </summary>
public sealed class CategoryDictionary
{
    /// <summary>Codes stay exact in float32.</summary>
    public const int MostCodes = 1 << 24;

    private readonly Dictionary<string, int> _codes = new(StringComparer.Ordinal);
    private readonly List<string> _names = [];
    private readonly int _limit;

    /// <param name="closed">Are the names given all that there are?</param>
    /// <param name="limit">Most names: a file with more (an identifier taken for a category) is refused.</param>
    public CategoryDictionary(int limit = 65_536, IEnumerable<string>? names = null, bool closed = false)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, MostCodes);
        _limit = limit;
        foreach (var name in names ?? []) CodeOf(name);
        IsClosed = closed;
    }

    public int Count => _names.Count;

    /// <summary>Does a new name stay without a code?</summary>
    public bool IsClosed { get; }

    public string this[int code] => _names[code];

    public ImmutableArray<string> Names => [.. _names];

    /// <summary>The name's code; a new name gets the next one, or -1 from a closed dictionary.</summary>
    /// <exception cref="LearningException">There are already as many names as allowed.</exception>
    public int CodeOf(string name)
    {
        if (_codes.TryGetValue(name, out int code)) return code;
        if (IsClosed) return -1;
        if (_names.Count == _limit) throw new LearningException($"more than {_limit} different values, for example '{name}': this is no category, leave the column out");
        _names.Add(name);
        return _codes[name] = _names.Count - 1;
    }

    /// <summary>The name's code, or -1 when it was never met.</summary>
    public int Find(string name) => _codes.GetValueOrDefault(name, -1);
}
