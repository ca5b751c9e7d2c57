namespace NetThreat.Packets.Tls;

/// <summary>One handshake message of DTLS whose fragments come in order (RFC 9147 section 5.5).</summary>
internal sealed class DtlsFragments
{
    private const int MaxMessage = 16384;
    private byte[] _bytes = [];
    private int _have, _sequence = -1;

    /// <summary>Adds a fragment.</summary>
    /// <returns>The whole message when the fragment completes it, else nothing.</returns>
    public ReadOnlySpan<byte> Add(int sequence, int length, int offset, ReadOnlySpan<byte> fragment)
    {
        if (length > MaxMessage || offset + fragment.Length > length) return default;
        if (offset == 0 && (sequence != _sequence || _bytes.Length != length)) (_bytes, _have, _sequence) = (new byte[length], 0, sequence);
        if (sequence != _sequence || _bytes.Length != length || offset > _have || offset + fragment.Length <= _have) return default;
        fragment.CopyTo(_bytes.AsSpan(offset));
        _have = offset + fragment.Length;
        return _have == length ? _bytes : default;
    }
}
