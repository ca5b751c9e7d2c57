using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace NetThreat.Core.Identity;

/// <summary>
/// Builds an <see cref="Id128"/>: SHA-256 over length-prefixed parts, cut to 128 bits. Cryptographic because the parts come from the
/// network: nobody may craft two flows or findings with one id.
/// </summary>
public ref struct IdHash
{
    private readonly Span<byte> _buffer;
    private int _length;

    /// <param name="buffer">Scratch space that holds all parts; the caller's stack.</param>
    public IdHash(Span<byte> buffer, ReadOnlySpan<byte> domain)
    {
        _buffer = buffer;
        _length = 0;
        Add(domain);
    }

    public void Add(ReadOnlySpan<byte> part)
    {
        BinaryPrimitives.WriteInt32LittleEndian(_buffer[_length..], part.Length);
        part.CopyTo(_buffer[(_length + 4)..]);
        _length += 4 + part.Length;
    }

    public void Add(string part)
    {
        int n = Encoding.UTF8.GetBytes(part, _buffer[(_length + 4)..]);
        BinaryPrimitives.WriteInt32LittleEndian(_buffer[_length..], n);
        _length += 4 + n;
    }

    public void Add(long part)
    {
        BinaryPrimitives.WriteInt64LittleEndian(_buffer[_length..], part);
        _length += 8;
    }

    public void Add(Id128 part)
    {
        part.CopyTo(_buffer[_length..]);
        _length += 16;
    }

    public void Add(Net.Address part)
    {
        part.CopyTo(_buffer[_length..]);
        _length += 16;
    }

    public readonly Id128 ToId()
    {
        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(_buffer[.._length], hash);
        return Id128.FromBytes(hash);
    }

    /// <summary>The same id, computed with a hash that the caller keeps: for callers that make very many.</summary>
    /// <param name="sha256">Of <see cref="HashAlgorithmName.SHA256"/>, with nothing appended; left so.</param>
    public readonly Id128 ToId(IncrementalHash sha256)
    {
        Span<byte> hash = stackalloc byte[32];
        sha256.AppendData(_buffer[.._length]);
        sha256.GetHashAndReset(hash);
        return Id128.FromBytes(hash);
    }
}
