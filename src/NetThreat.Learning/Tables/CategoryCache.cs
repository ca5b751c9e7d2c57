using System.Text;

namespace NetThreat.Learning.Tables;

/// <summary>From the bytes of cells to codes without making a string for every cell.</summary>
internal sealed class CategoryCache(CategoryDictionary categories, Func<string, string?>? map)
{
    // Different spellings may share a code; beyond this many they are mapped again each time.
    private const int MostCached = 1 << 17;
    private readonly Dictionary<string, int> _codes = new(StringComparer.Ordinal);
    private Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>>? _lookup;

    /// <summary>The cell's code, or -1 for an empty cell and a cell that the map leaves out.</summary>
    public int CodeOf(ReadOnlySpan<byte> cell)
    {
        if (cell.Length == 0) return -1;
        if (cell.Length > 4096) throw new LearningException($"a category of {cell.Length} bytes");
        Span<char> text = stackalloc char[cell.Length <= 256 ? 256 : cell.Length];
        text = text[..Encoding.Latin1.GetChars(cell, text)];
        _lookup ??= _codes.GetAlternateLookup<ReadOnlySpan<char>>();
        if (_lookup.Value.TryGetValue(text, out int code)) return code;
        var name = System.Text.Unicode.Utf8.IsValid(cell) ? Encoding.UTF8.GetString(cell) : new string(text);
        var mapped = map is null ? name : map(name);
        code = mapped is null ? -1 : categories.CodeOf(mapped);
        if (_codes.Count < MostCached) _codes[new string(text)] = code;
        return code;
    }
}
