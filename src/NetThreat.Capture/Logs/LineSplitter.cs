namespace NetThreat.Capture.Logs;

/// <summary>Cuts a stream of bytes into lines within bounded memory. A line begun and not ended waits for its rest.</summary>
internal sealed class LineSplitter(int maxLine)
{
    private byte[] _buffer = new byte[1 << 16];
    private int _from, _to, _searched;
    private bool _skipping;
    private int _tooLong;

    /// <summary>Reads on.</summary>
    /// <returns>Bytes read; 0 at the end of what there is.</returns>
    public int Fill(Stream stream)
    {
        if (_from > 0)
        {
            _buffer.AsSpan(_from, _to - _from).CopyTo(_buffer);
            (_to, _searched, _from) = (_to - _from, _searched - _from, 0);
        }

        if (_to == _buffer.Length)
        {
            if (_buffer.Length < maxLine) Array.Resize(ref _buffer, _buffer.Length * 2);
            else
            {
                // The line is too long: what there is of it goes, and the rest when it comes.
                if (!_skipping) _tooLong++;
                (_skipping, _to, _searched) = (true, 0, 0);
            }
        }

        int n = stream.Read(_buffer, _to, _buffer.Length - _to);
        _to += n;
        return n;
    }

    /// <summary>The next line, without its end; valid until the next <see cref="Fill"/>.</summary>
    /// <param name="last">A last line without an end counts.</param>
    public bool TryNext(bool last, out ReadOnlySpan<byte> line)
    {
        while (true)
        {
            int end = _buffer.AsSpan(_searched, _to - _searched).IndexOf((byte)'\n');
            if (end < 0)
            {
                _searched = _to;
                bool rest = last && _to > _from && !_skipping;
                line = rest ? _buffer.AsSpan(_from, _to - _from) : default;
                if (last) (_from, _searched) = (_to, _to);
                return rest;
            }

            line = _buffer.AsSpan(_from, _searched + end - _from);
            _from = _searched = _searched + end + 1;
            if (!_skipping) return true;
            _skipping = false;
        }
    }

    /// <summary>Lines that were passed over since the last call.</summary>
    public int TakeTooLong() => (_tooLong, _tooLong = 0).Item1;

    /// <summary>The file begins anew.</summary>
    public void Reset() => (_from, _to, _searched, _skipping) = (0, 0, 0, false);
}
