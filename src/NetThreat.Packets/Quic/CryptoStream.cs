namespace NetThreat.Packets.Quic;

/// <summary>One side's handshake bytes out of CRYPTO frames, which come in any order (RFC 9000 section 19.6).</summary>
internal sealed class CryptoStream
{
    private const int MaxBytes = 16384, MaxPieces = 32;
    private readonly List<(int From, int To)> _pieces = [];
    private byte[] _bytes = [];
    private int _length;

    /// <summary>Bytes in order.</summary>
    public ReadOnlySpan<byte> Data => _bytes.AsSpan(0, _length);

    public void Add(ulong offset, ReadOnlySpan<byte> data)
    {
        if (offset >= MaxBytes || data.IsEmpty) return;
        int from = (int)offset;
        data = data[..Math.Min(data.Length, MaxBytes - from)];
        int to = from + data.Length;
        if (to <= _length || (from > _length && _pieces.Count >= MaxPieces)) return;
        if (to > _bytes.Length) Array.Resize(ref _bytes, Math.Min(MaxBytes, Math.Max(to, 2 * _bytes.Length)));
        data.CopyTo(_bytes.AsSpan(from));
        if (from > _length)
        {
            _pieces.Add((from, to));
            return;
        }

        _length = to;
        for (int i = 0; i < _pieces.Count; i++)
        {
            var piece = _pieces[i];
            if (piece.From > _length) continue;
            _length = Math.Max(_length, piece.To);
            _pieces.RemoveAt(i);
            i = -1;
        }
    }
}
