using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace NetThreat.Packets.Tls;

/// <summary>Builds the text of a fingerprint in a pooled buffer and hashes it.</summary>
internal ref struct FingerprintText()
{
    private byte[] _text = ArrayPool<byte>.Shared.Rent(4096);
    private int _length;

    public readonly int Length => _length;

    public void Byte(byte b)
    {
        Reserve(1);
        _text[_length++] = b;
    }

    public void Bytes(scoped ReadOnlySpan<byte> text)
    {
        Reserve(text.Length);
        text.CopyTo(_text.AsSpan(_length));
        _length += text.Length;
    }

    public void Decimal(ushort value)
    {
        Reserve(5);
        System.Buffers.Text.Utf8Formatter.TryFormat(value, _text.AsSpan(_length), out int written);
        _length += written;
    }

    /// <summary>Four lower-case digits.</summary>
    public void Hex(ushort value)
    {
        Reserve(4);
        for (int shift = 12; shift >= 0; shift -= 4) _text[_length++] = "0123456789abcdef"u8[value >> shift & 15];
    }

    [SuppressMessage("Security", "CA5351:Do Not Use Broken Cryptographic Algorithms", Justification = "The fingerprint is defined with MD5; nothing relies on its strength.")]
    public readonly string Md5()
    {
        Span<byte> hash = stackalloc byte[16];
        MD5.HashData(_text.AsSpan(0, _length), hash);
        return Convert.ToHexStringLower(hash);
    }

    /// <summary>The first 12 hexadecimal digits of SHA-256.</summary>
    public readonly string Sha256Prefix()
    {
        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(_text.AsSpan(0, _length), hash);
        return Convert.ToHexStringLower(hash[..6]);
    }

    public void Clear() => _length = 0;

    public void Dispose()
    {
        if (_text.Length > 0) ArrayPool<byte>.Shared.Return(_text);
        _text = [];
    }

    private void Reserve(int bytes)
    {
        if (_text.Length - _length >= bytes) return;
        byte[] larger = ArrayPool<byte>.Shared.Rent(2 * _text.Length + bytes);
        _text.AsSpan(0, _length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_text);
        _text = larger;
    }
}
