using NetThreat.Core.Net;

namespace NetThreat.FlowExport.Zeek;

/// <summary>Writes the rows of one Zeek log, value by value in the order of its fields.</summary>
internal interface IZeekEncoder
{
    /// <summary>What stands before the first row.</summary>
    /// <param name="path">The log's name: conn, dns, …</param>
    void Begin(TextBuffer output, string path, IReadOnlyList<ZeekField> fields);

    void BeginRow(TextBuffer output);

    /// <summary>No value.</summary>
    void Unset();

    /// <summary>A point in time or a span, in nanoseconds; written in seconds with six decimals.</summary>
    void Seconds(long nanoseconds);

    void Count(long value);

    void Bool(bool value);

    void Address(Address value);

    /// <summary>Text that needs no escape: names of our own, ids, digits.</summary>
    void Plain(ReadOnlySpan<byte> ascii);

    /// <summary>Text that a sender chose; null for no value.</summary>
    void Text(string? value);

    /// <summary>A vector or a set; empty for no value.</summary>
    void Texts(IReadOnlyList<string> values);

    /// <summary>A vector of whole seconds; empty for no value.</summary>
    void Spans(IReadOnlyList<long> seconds);

    void EndRow();

    /// <summary>What stands after the last row.</summary>
    void End(TextBuffer output);
}
