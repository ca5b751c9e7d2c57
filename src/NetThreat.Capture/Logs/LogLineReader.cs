using System.Text;
using System.Text.Json;

namespace NetThreat.Capture.Logs;

/// <summary>
/// Lines of one log file to rows: Zeek's TSV with its header lines, or JSON lines (Zeek's, EVE), told by the first byte of each line. Hostile
/// lines make no row.
/// </summary>
internal sealed class LogLineReader
{
    private const int MaxDepth = 16;

    /// <summary>Some publishers append columns with three spaces between them to the last one.</summary>
    private const string LooseSeparator = "   ";

    private string[] _fields = [];
    private char _separator = '\t';
    private string _unset = "-", _empty = "(empty)";
    private string? _path;

    /// <summary>Reads one line.</summary>
    /// <returns>True when it is a row; false for headers and empty lines, and for what cannot be read (<paramref name="broken"/>).</returns>
    public bool TryRead(ReadOnlySpan<byte> line, LogRow row, out bool broken)
    {
        broken = false;
        row.Clear();
        row.Path = null;
        if (line.EndsWith("\r"u8)) line = line[..^1];
        if (line.IsEmpty) return false;
        if (line[0] == '#')
        {
            Header(Encoding.UTF8.GetString(line));
            return false;
        }

        bool read = line[0] == '{' ? Json(line, row) : Columns(Encoding.UTF8.GetString(line), row);
        broken = !read;
        return read;
    }

    private void Header(string line)
    {
        if (line.StartsWith("#separator ", StringComparison.Ordinal))
        {
            string separator = Unescape(line[11..]);
            if (separator.Length == 1) _separator = separator[0];
            return;
        }

        string[] parts = line.Split(_separator);
        switch (parts[0])
        {
            case "#fields": _fields = [.. Loose(parts[1..])]; break;
            case "#path" when parts.Length > 1: _path = parts[1]; break;
            case "#unset_field" when parts.Length > 1: _unset = parts[1]; break;
            case "#empty_field" when parts.Length > 1: _empty = parts[1]; break;
        }
    }

    private bool Columns(string line, LogRow row)
    {
        if (_fields.Length == 0) return false;
        string[] values = line.Split(_separator);
        if (values.Length < _fields.Length) values = [.. Loose(values)];
        if (values.Length != _fields.Length) return false;
        row.Path = _path;
        for (int i = 0; i < values.Length; i++)
            if (values[i] != _unset) row.Set(_fields[i], values[i] == _empty ? "" : Unescape(values[i]));
        return true;
    }

    private static IEnumerable<string> Loose(string[] parts) =>
        parts.Length > 0 && parts[^1].Contains(LooseSeparator, StringComparison.Ordinal) ? parts[..^1].Concat(parts[^1].Split(LooseSeparator)) : parts;

    /// <summary>Zeek escapes bytes as \xNN.</summary>
    private static string Unescape(string text)
    {
        if (!text.Contains("\\x", StringComparison.Ordinal)) return text;
        var result = new StringBuilder(text.Length);
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] == '\\' && i + 3 < text.Length && text[i + 1] == 'x' && char.IsAsciiHexDigit(text[i + 2]) && char.IsAsciiHexDigit(text[i + 3]))
            {
                result.Append((char)Convert.FromHexString(text.AsSpan(i + 2, 2))[0]);
                i += 3;
            }
            else
            {
                result.Append(text[i]);
            }
        }

        return result.ToString();
    }

    private static bool Json(ReadOnlySpan<byte> line, LogRow row)
    {
        var reader = new Utf8JsonReader(line, new JsonReaderOptions { MaxDepth = MaxDepth });
        try
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) return false;
            Object(ref reader, "", row);
            row.Path = row.Text("_path");
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
        catch (InvalidOperationException)
        {
            // A text that is not valid UTF-8, or half of a surrogate pair.
            return false;
        }
    }

    /// <summary>Depth is bounded by the reader itself.</summary>
    private static void Object(ref Utf8JsonReader reader, string prefix, LogRow row)
    {
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            string name = prefix + reader.GetString();
            reader.Read();
            Value(ref reader, name, row);
        }
    }

    private static void Value(ref Utf8JsonReader reader, string name, LogRow row)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject: Object(ref reader, name + ".", row); break;
            case JsonTokenType.StartArray: Array(ref reader, name, row); break;
            case JsonTokenType.String: row.Set(name, reader.GetString()!); break;
            case JsonTokenType.Number: row.Set(name, Encoding.UTF8.GetString(reader.ValueSpan)); break;
            case JsonTokenType.True: row.Set(name, "true"); break;
            case JsonTokenType.False: row.Set(name, "false"); break;
        }
    }

    /// <summary>Plain values joined by commas; objects by their place: dns.answers.0.rrname.</summary>
    private static void Array(ref Utf8JsonReader reader, string name, LogRow row)
    {
        var values = new List<string>();
        for (int i = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; i++)
        {
            if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
                Value(ref reader, $"{name}.{i.ToString(System.Globalization.CultureInfo.InvariantCulture)}", row);
            else if (reader.TokenType == JsonTokenType.String) values.Add(reader.GetString()!);
            else if (reader.TokenType == JsonTokenType.Number) values.Add(Encoding.UTF8.GetString(reader.ValueSpan));
        }

        if (values.Count > 0) row.Set(name, string.Join(',', values));
    }
}
