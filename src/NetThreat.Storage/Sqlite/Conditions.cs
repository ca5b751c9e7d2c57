namespace NetThreat.Storage.Sqlite;

/// <summary>The conditions of one query with their values; the text never contains a value.</summary>
internal sealed class Conditions
{
    private readonly List<string> _texts = [];
    private readonly List<object> _values = [];

    /// <summary>Adds a condition with one ? per value, unless a value is null.</summary>
    public Conditions And(string text, params ReadOnlySpan<object?> values)
    {
        foreach (object? v in values)
            if (v is null) return this;
        _texts.Add(text);
        foreach (object? v in values) _values.Add(v!);
        return this;
    }

    public string Where => _texts.Count == 0 ? "" : " where " + string.Join(" and ", _texts);

    /// <summary>Binds the values, then the limit as the last parameter.</summary>
    public void Bind(Statement statement, long limit)
    {
        for (int i = 0; i < _values.Count; i++) statement.Bind(i + 1, _values[i]);
        statement.Bind(_values.Count + 1, limit);
    }
}
