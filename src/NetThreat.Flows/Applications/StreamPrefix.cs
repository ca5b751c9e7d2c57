namespace NetThreat.Flows.Applications;

/// <summary>
/// The beginning of one direction of a TCP connection: segments at their place in a buffer, as far as the window reaches. Bytes in
/// order stay; a segment that is repeated adds nothing. More pieces behind holes than are remembered are dropped.
/// </summary>
internal struct StreamPrefix
{
    private const int MaxPieces = 4;

    /// <summary>Segments behind the window after which a hole in it is taken as final.</summary>
    private const int MaxBeyond = 16;
    private byte[]? _buffer;
    private Piece _p0, _p1, _p2, _p3;
    private byte _pieces, _beyond;

    private struct Piece
    {
        public int From, To;
    }

    /// <summary>Bytes in order from the first on.</summary>
    public int Length { get; private set; }

    /// <summary>What was there when a protocol looked last.</summary>
    public int Seen { get; set; }

    /// <summary>Calls to a protocol so far.</summary>
    public int Calls { get; set; }

    /// <summary>Whoever read it wants no more.</summary>
    public bool Done { get; set; }

    /// <summary>The capture lacks the bytes that come next.</summary>
    public bool Cut { get; private set; }

    /// <summary>Where another protocol begins, after an upgrade; -1 while there is none.</summary>
    public int Upgrade { get; set; }

    /// <summary>Bytes of whole messages that were read, of protocols whose messages are counted; -1 when the protocol has nothing more to say and an upgrade is waited for.</summary>
    public int Consumed { get; set; }

    public readonly ReadOnlySpan<byte> Data => _buffer.AsSpan(0, Length);

    /// <summary>Takes in a segment.</summary>
    /// <param name="offset">Of its first byte from the stream's first; negative before it.</param>
    /// <param name="complete">False when the capture cut the segment short.</param>
    /// <returns>True when bytes in order were added, or it became known that none can come.</returns>
    public bool Add(long offset, ReadOnlySpan<byte> bytes, bool complete, int limit, PrefixBuffers buffers)
    {
        if (Cut || Length >= limit || offset + bytes.Length <= Length) return false;
        if (offset >= limit) return Cut = ++_beyond >= MaxBeyond;
        if (offset < Length)
        {
            bytes = bytes[(int)(Length - offset)..];
            offset = Length;
        }

        int at = (int)offset, n = Math.Min(bytes.Length, limit - at), before = Length;
        if (at > Length && !Keep(at, at + n)) return false;
        Reserve(at + n, limit, buffers);
        bytes[..n].CopyTo(_buffer.AsSpan(at));
        if (at > Length) return false;
        Length = at + n;
        Absorb();
        Cut = !complete && Length == at + n;
        return Length > before;
    }

    /// <summary>No more bytes will be in order.</summary>
    public readonly bool IsLast(int limit) => Cut || Length >= limit;

    /// <summary>Nothing more is read: gives the buffer back.</summary>
    public void Finish(PrefixBuffers buffers)
    {
        Release(buffers);
        Done = true;
    }

    public void Release(PrefixBuffers buffers)
    {
        if (_buffer is not null) buffers.Return(_buffer);
        this = default;
        Upgrade = -1;
    }

    private void Reserve(int size, int limit, PrefixBuffers buffers)
    {
        if (_buffer is not null && _buffer.Length >= size) return;
        byte[] larger = buffers.Rent(Math.Min(Math.Max(size, _buffer is null ? 0 : 2 * _buffer.Length), Math.Max(limit, size)));
        if (_buffer is not null)
        {
            _buffer.CopyTo(larger, 0);
            buffers.Return(_buffer);
        }

        _buffer = larger;
    }

    private bool Keep(int from, int to)
    {
        for (int i = 0; i < _pieces; i++)
        {
            ref Piece p = ref At(i);
            if (from > p.To || to < p.From) continue;
            p.From = Math.Min(p.From, from);
            p.To = Math.Max(p.To, to);
            return true;
        }

        if (_pieces == MaxPieces) return false;
        At(_pieces++) = new Piece { From = from, To = to };
        return true;
    }

    private void Absorb()
    {
        for (int i = 0; i < _pieces; i++)
        {
            Piece p = At(i);
            if (p.From > Length) continue;
            Length = Math.Max(Length, p.To);
            At(i) = At(--_pieces);
            i = -1;
        }
    }

    [System.Diagnostics.CodeAnalysis.UnscopedRef]
    private ref Piece At(int i)
    {
        switch (i)
        {
            case 0: return ref _p0;
            case 1: return ref _p1;
            case 2: return ref _p2;
            default: return ref _p3;
        }
    }
}
