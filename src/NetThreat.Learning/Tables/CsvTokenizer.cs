using System.Text;

namespace NetThreat.Learning.Tables;

/// <summary>
/// Splits a stream of bytes into records and fields (RFC 4180, lenient where files in the wild are: LF or CRLF, a byte-order mark, blank
/// lines, a last line without an end). Memory is one record; fields are views that live until the next read.
/// </summary>
public sealed class CsvTokenizer(Stream stream, CsvDialect dialect)
{
    private readonly byte[]? _tail = dialect.LastFieldSeparator is { } text ? Encoding.UTF8.GetBytes(text) : null;
    private byte[] _buffer = new byte[1 << 16], _scratch = [];
    private (int Start, int Length, bool Escaped)[] _fields = new (int, int, bool)[64];
    private int _start, _end;
    private bool _ended, _begun;
    private long _nextLine = 1;

    /// <summary>Fields of the current record.</summary>
    public int Count { get; private set; }

    /// <summary>The line on which the current record begins, counted from 1.</summary>
    public long Line { get; private set; }

    /// <summary>Bytes of the stream that were read.</summary>
    public long BytesRead { get; private set; }

    /// <summary>The field without its quotes; valid until the next field is asked for or the next record is read.</summary>
    public ReadOnlySpan<byte> this[int field]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)field, (uint)Count, nameof(field));
            var (start, length, escaped) = _fields[field];
            var raw = _buffer.AsSpan(start, length);
            return escaped ? Unescape(raw) : raw;
        }
    }

    /// <summary>The field as text: UTF-8, and where it is not, one character per byte (Latin 1).</summary>
    public string Text(int field)
    {
        var bytes = this[field];
        return System.Text.Unicode.Utf8.IsValid(bytes) ? Encoding.UTF8.GetString(bytes) : Encoding.Latin1.GetString(bytes);
    }

    /// <summary>Goes to the next record; blank lines and comments are passed over.</summary>
    /// <returns>False at the end.</returns>
    /// <exception cref="LearningException">A record is too long, has too many fields or a quote that is never closed; the line is named.</exception>
    public bool Read()
    {
        if (!_begun) SkipMark();
        while (true)
        {
            int length = Split();
            if (length < 0)
            {
                if (!_ended) Fill();
                else if (_start == _end) return false;
                else throw Fault("a quote is opened and never closed");
                continue;
            }
            Line = _nextLine;
            _nextLine += LinesOf(length);
            var first = _fields[0];
            bool blank = Count == 1 && first.Length == 0, comment = dialect.Comment != 0 && _start < _end && _buffer[_start] == dialect.Comment;
            _start += length;
            if (blank || comment) continue;
            if (_tail is not null) SplitLast();
            return true;
        }
    }

    // Finds the fields of the record at _start; gives its length with its line end, or -1 when it does not end in the buffer.
    private int Split()
    {
        Count = 0;
        if (_start == _end) return -1;
        int position = _start;
        while (true)
        {
            int next = position < _end && dialect.Quotes && _buffer[position] == '"' ? Quoted(position) : Plain(position);
            if (next < 0) return -1;
            if (next >= _end) return _end - _start;
            position = next + 1;
            if (_buffer[next] == '\n') return position - _start;
        }
    }

    // A field without quotes from position to the separator or line end; gives the place of that byte (or the end of the stream).
    private int Plain(int position)
    {
        int length = _buffer.AsSpan(position, _end - position).IndexOfAny(dialect.Separator, (byte)'\n');
        if (length < 0 && !_ended) return -1;
        int stop = length < 0 ? _end : position + length;
        bool line = stop == _end || _buffer[stop] == '\n';
        Add(position, line && stop > position && _buffer[stop - 1] == '\r' ? stop - 1 - position : stop - position, false);
        return stop;
    }

    private int Quoted(int position)
    {
        int from = position + 1;
        bool escaped = false;
        while (true)
        {
            int at = _buffer.AsSpan(from, _end - from).IndexOf((byte)'"');
            if (at < 0) return -1;
            int close = from + at;
            if (close + 1 >= _end && !_ended) return -1;
            if (close + 1 < _end && _buffer[close + 1] == '"')
            {
                escaped = true;
                from = close + 2;
                continue;
            }
            return AfterQuote(position + 1, close, escaped);
        }
    }

    private int AfterQuote(int start, int close, bool escaped)
    {
        int rest = _buffer.AsSpan(close + 1, _end - close - 1).IndexOfAny(dialect.Separator, (byte)'\n');
        if (rest < 0 && !_ended) return -1;
        int stop = rest < 0 ? _end : close + 1 + rest;
        if (_buffer.AsSpan(close + 1, stop - close - 1).TrimEnd((byte)'\r').TrimEnd((byte)' ').Length > 0) throw Fault($"text after the closing quote of field {Count + 1}");
        Add(start, close - start, escaped);
        return stop;
    }

    private void Add(int start, int length, bool escaped)
    {
        if (Count == dialect.MaxFields) throw Fault($"more than {dialect.MaxFields} fields");
        if (Count == _fields.Length) Array.Resize(ref _fields, Count * 2);
        _fields[Count++] = (start, length, escaped);
    }

    private void SplitLast()
    {
        var (start, length, escaped) = _fields[Count - 1];
        if (escaped) return;
        while (_buffer.AsSpan(start, length).IndexOf(_tail) is var at and >= 0)
        {
            Count--;
            Add(start, at, false);
            (start, length) = (start + at + _tail!.Length, length - at - _tail.Length);
            Add(start, length, false);
        }
    }

    private int LinesOf(int length)
    {
        int lines = _buffer.AsSpan(_start, length).Count((byte)'\n');
        return Math.Max(lines, 1);
    }

    // Keeps the record that was begun and reads more behind it.
    private void Fill()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }
        if (_end > dialect.MaxRecordBytes) throw Fault($"a record of more than {dialect.MaxRecordBytes} bytes: an unclosed quote, or not a table");
        if (_end == _buffer.Length) Array.Resize(ref _buffer, _buffer.Length * 2);
        int read = stream.Read(_buffer, _end, _buffer.Length - _end);
        _ended = read == 0;
        _end += read;
        BytesRead += read;
    }

    private void SkipMark()
    {
        _begun = true;
        while (_end < 3 && !_ended) Fill();
        var head = _buffer.AsSpan(0, _end);
        if (head.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || head.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF])) throw new LearningException("line 1: the text is UTF-16: save it as UTF-8");
        if (head.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF])) _start = 3;
    }

    private ReadOnlySpan<byte> Unescape(ReadOnlySpan<byte> raw)
    {
        if (_scratch.Length < raw.Length) _scratch = new byte[Math.Max(256, raw.Length * 2)];
        int written = 0;
        for (int i = 0; i < raw.Length; i++)
        {
            _scratch[written++] = raw[i];
            if (raw[i] == '"') i++;
        }
        return _scratch.AsSpan(0, written);
    }

    private LearningException Fault(string what) => new($"line {_nextLine}: {what}");
}
