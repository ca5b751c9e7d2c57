namespace NetThreat.FlowExport;

/// <summary>Cells of CSV (RFC 4180), each with the comma before it.</summary>
internal static class CsvText
{
    /// <summary>Text that a sender chose; quoted where it holds a separator. Line ends become spaces: a row is a line.</summary>
    public static void Cell(TextBuffer output, string? text)
    {
        output.Byte((byte)',');
        if (string.IsNullOrEmpty(text)) return;
        if (!text.AsSpan().ContainsAny(",\"\r\n")) output.Text(text);
        else output.Text("\"" + text.Replace("\"", "\"\"", StringComparison.Ordinal).ReplaceLineEndings(" ") + "\"");
    }

    /// <summary>Numbers as NFStream prints lists: "[1, 2, 3]".</summary>
    public static void List(TextBuffer output, ReadOnlySpan<int> values, Func<int, int> map)
    {
        output.Text(",\"["u8);
        for (int i = 0; i < values.Length; i++)
        {
            if (i > 0) output.Text(", "u8);
            output.Number(map(values[i]));
        }

        output.Text("]\""u8);
    }
}
