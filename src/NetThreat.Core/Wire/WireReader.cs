using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Unicode;
using NetThreat.Core.Identity;
using NetThreat.Core.Net;

namespace NetThreat.Core.Wire;

/// <summary>
/// Reads protobuf fields out of hostile bytes. Never throws: the first fault is kept in <see cref="Error"/>, everything after it reads
/// as nothing, and <see cref="Next"/> returns false.
/// </summary>
internal ref struct WireReader(ReadOnlySpan<byte> data)
{
    public const int VarintType = 0;
    public const int LengthType = 2;

    private readonly ReadOnlySpan<byte> _data = data;
    private int _at;

    /// <summary>The first fault, or null.</summary>
    public string? Error { get; private set; }

    /// <summary>Nothing is left, or a fault ended the reading.</summary>
    public readonly bool AtEnd => Error is not null || _at >= _data.Length;

    public void Fail(string error) => Error ??= error;

    /// <summary>The next tag (field number &lt;&lt; 3 | wire type); false at the end or after a fault.</summary>
    public bool Next(out uint tag)
    {
        tag = 0;
        if (Error is not null || _at >= _data.Length) return false;
        tag = (uint)Varint();
        if (tag >> 3 == 0) Fail("a field number is 0");
        return Error is null;
    }

    public ulong Varint()
    {
        if ((uint)_at < (uint)_data.Length && _data[_at] < 0x80) return _data[_at++];
        return LongVarint();
    }

    public long SInt()
    {
        ulong v = Varint();
        return (long)(v >> 1) ^ -(long)(v & 1);
    }

    public bool Bool() => Varint() != 0;

    /// <summary>A number of at most <paramref name="max"/>.</summary>
    public int Int(int max, string what)
    {
        ulong v = Varint();
        if (v <= (ulong)max) return (int)v;
        Fail($"{what} is out of range");
        return 0;
    }

    /// <summary>A counter: not negative and far enough from overflow that sums of many stay exact.</summary>
    public long Count(string what)
    {
        ulong v = Varint();
        if (v <= WireLimits.MaxCount) return (long)v;
        Fail($"{what} is out of range");
        return 0;
    }

    /// <summary>The content of a length-delimited field.</summary>
    public ReadOnlySpan<byte> Bytes()
    {
        ulong n = Varint();
        if (Error is not null || n > (ulong)(_data.Length - _at))
        {
            Fail("a length goes beyond the end");
            return default;
        }
        var result = _data.Slice(_at, (int)n);
        _at += (int)n;
        return result;
    }

    public string Text(int maxBytes, string what)
    {
        var b = Bytes();
        if (b.IsEmpty) return "";
        if (b.Length > maxBytes) Fail($"{what} is longer than {maxBytes} bytes");
        else if (!Utf8.IsValid(b)) Fail($"{what} is not UTF-8");
        return Error is null ? Encoding.UTF8.GetString(b) : "";
    }

    public Id128 Id(string what)
    {
        var b = Bytes();
        if (b.Length == 16) return Id128.FromBytes(b);
        Fail($"{what} is not 16 bytes");
        return default;
    }

    public Address Address(string what)
    {
        var b = Bytes();
        if (b.Length is 4 or 16) return Net.Address.FromBytes(b);
        Fail($"{what} is not 4 or 16 bytes");
        return default;
    }

    public double[]? Doubles(int maxCount, string what)
    {
        var b = Bytes();
        if (b.Length % 8 != 0 || b.Length / 8 > maxCount)
        {
            Fail($"{what} has an implausible length");
            return null;
        }
        var result = GC.AllocateUninitializedArray<double>(b.Length / 8);
        if (BitConverter.IsLittleEndian) b.CopyTo(MemoryMarshal.AsBytes(result.AsSpan()));
        else
            for (int i = 0; i < result.Length; i++) result[i] = BinaryPrimitives.ReadDoubleLittleEndian(b[(i * 8)..]);
        return result;
    }

    /// <summary>Passes over a field that this version does not know (groups are not part of proto3).</summary>
    public void Skip(uint tag)
    {
        switch (tag & 7)
        {
            case VarintType: Varint(); break;
            case 1: Advance(8); break;
            case LengthType: Bytes(); break;
            case 5: Advance(4); break;
            default: Fail("an unknown wire type"); break;
        }
    }

    private void Advance(int bytes)
    {
        if (bytes > _data.Length - _at) Fail("a field goes beyond the end");
        else _at += bytes;
    }

    private ulong LongVarint()
    {
        ulong result = 0;
        for (int shift = 0; shift < 70 && _at < _data.Length; shift += 7)
        {
            byte b = _data[_at++];
            result |= (ulong)(b & 0x7F) << shift;
            if (b < 0x80) return result;
        }
        Fail("a number does not end");
        return 0;
    }
}
