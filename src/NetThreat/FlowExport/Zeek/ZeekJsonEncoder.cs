using System.Text.Encodings.Web;
using System.Text.Json;
using NetThreat.Core.Net;

namespace NetThreat.FlowExport.Zeek;

/// <summary>Zeek's JSON logs: one object a line, times in seconds, a field without a value left out.</summary>
internal sealed class ZeekJsonEncoder : IZeekEncoder, IDisposable
{
    private static readonly JsonWriterOptions Options = new() { SkipValidation = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private JsonEncodedText[] _names = [];
    private Utf8JsonWriter? _json;
    private TextBuffer _output = null!;
    private int _at;

    public void Begin(TextBuffer output, string path, IReadOnlyList<ZeekField> fields)
    {
        _names = [.. fields.Select(f => JsonEncodedText.Encode(f.Name))];
        _json = new Utf8JsonWriter(output, Options);
    }

    public void BeginRow(TextBuffer output)
    {
        (_output, _at) = (output, 0);
        _json!.Reset(output);
        _json!.WriteStartObject();
    }

    public void Unset() => _at++;

    public void Seconds(long nanoseconds)
    {
        Span<byte> text = stackalloc byte[DecimalSeconds.MaxLength];
        _json!.WritePropertyName(Next());
        _json!.WriteRawValue(text[..DecimalSeconds.Format(nanoseconds, text)], skipInputValidation: true);
    }

    public void Count(long value) => _json!.WriteNumber(Next(), value);

    public void Bool(bool value) => _json!.WriteBoolean(Next(), value);

    public void Address(Address value) => _json!.WriteString(Next(), value.ToString());

    public void Plain(ReadOnlySpan<byte> ascii) => _json!.WriteString(Next(), ascii);

    public void Text(string? value)
    {
        if (value is null) Unset();
        else _json!.WriteString(Next(), value);
    }

    public void Texts(IReadOnlyList<string> values)
    {
        var name = Next();
        if (values.Count == 0) return;
        _json!.WriteStartArray(name);
        foreach (string value in values) _json!.WriteStringValue(value);
        _json!.WriteEndArray();
    }

    public void Spans(IReadOnlyList<long> seconds)
    {
        var name = Next();
        if (seconds.Count == 0) return;
        _json!.WriteStartArray(name);
        foreach (long value in seconds) _json!.WriteNumberValue(value);
        _json!.WriteEndArray();
    }

    public void EndRow()
    {
        _json!.WriteEndObject();
        _json!.Flush();
        _output.Byte((byte)'\n');
    }

    public void End(TextBuffer output) => Dispose();

    public void Dispose() => _json?.Dispose();

    private JsonEncodedText Next() => _names[_at++];
}
