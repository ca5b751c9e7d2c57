using System.Globalization;
using NetThreat.Core.Net;

namespace NetThreat.FlowExport.Zeek;

/// <summary>
/// Zeek's tab-separated text with its header. Text is escaped as Zeek does: bytes outside printable ASCII, the separators within text and
/// text that would read as "no value" or "empty" as \xNN.
/// </summary>
internal sealed class ZeekTsvEncoder(TimeProvider time) : IZeekEncoder
{
    private static ReadOnlySpan<byte> Digits => "0123456789abcdef"u8;

    private TextBuffer _output = null!;
    private bool _first;

    public void Begin(TextBuffer output, string path, IReadOnlyList<ZeekField> fields)
    {
        output.Text("#separator \\x09\n#set_separator\t,\n#empty_field\t(empty)\n#unset_field\t-\n#path\t"u8);
        output.Text(path + "\n#open\t" + Stamp());
        output.Text("\n#fields\t" + string.Join('\t', fields.Select(f => f.Name)) + "\n#types\t" + string.Join('\t', fields.Select(f => f.Type)) + "\n");
    }

    public void BeginRow(TextBuffer output) => (_output, _first) = (output, true);

    public void Unset()
    {
        Separate();
        _output.Byte((byte)'-');
    }

    public void Seconds(long nanoseconds)
    {
        Separate();
        _output.Seconds(nanoseconds);
    }

    public void Count(long value)
    {
        Separate();
        _output.Number(value);
    }

    public void Bool(bool value)
    {
        Separate();
        _output.Byte(value ? (byte)'T' : (byte)'F');
    }

    public void Address(Address value)
    {
        Separate();
        _output.Address(value);
    }

    public void Plain(ReadOnlySpan<byte> ascii)
    {
        Separate();
        _output.Text(ascii);
    }

    public void Text(string? value)
    {
        Separate();
        if (value is null) _output.Byte((byte)'-');
        else if (value.Length == 0) _output.Text("(empty)"u8);
        else Escaped(value, inSet: false);
    }

    public void Texts(IReadOnlyList<string> values)
    {
        Separate();
        if (values.Count == 0) _output.Byte((byte)'-');
        for (int i = 0; i < values.Count; i++)
        {
            if (i > 0) _output.Byte((byte)',');
            if (values[i].Length == 0) _output.Text("(empty)"u8);
            else Escaped(values[i], inSet: true);
        }
    }

    public void Spans(IReadOnlyList<long> seconds)
    {
        Separate();
        if (seconds.Count == 0) _output.Byte((byte)'-');
        for (int i = 0; i < seconds.Count; i++)
        {
            if (i > 0) _output.Byte((byte)',');
            _output.Number(seconds[i]);
            _output.Text(".000000"u8);
        }
    }

    public void EndRow() => _output.Byte((byte)'\n');

    public void End(TextBuffer output) => output.Text("#close\t" + Stamp() + "\n");

    private void Separate()
    {
        if (!_first) _output.Byte((byte)'\t');
        _first = false;
    }

    private void Escaped(string text, bool inSet)
    {
        bool reserved = text is "-" or "(empty)";
        Span<byte> utf8 = stackalloc byte[4];
        foreach (var rune in text.EnumerateRunes())
        {
            int n = rune.EncodeToUtf8(utf8);
            foreach (byte b in utf8[..n])
            {
                if (!reserved && b is >= 0x20 and < 0x7F && !(inSet && b == (byte)',')) _output.Byte(b);
                else Hex(b);
                reserved = false;
            }
        }
    }

    private void Hex(byte b)
    {
        _output.Text("\\x"u8);
        _output.Byte(Digits[b >> 4]);
        _output.Byte(Digits[b & 15]);
    }

    private string Stamp() => time.GetUtcNow().ToString("yyyy-MM-dd-HH-mm-ss", CultureInfo.InvariantCulture);
}
