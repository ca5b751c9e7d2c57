using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace NetThreat.Packets.Network;

/// <summary>
/// The Internet checksum (RFC 1071): the one's complement sum of 16-bit words. Words are summed as they lie in the memory of a
/// little-endian machine; the property that makes this right is section 2 (B) there. Lengths vary from packet to packet, so ends are summed without branches
/// that would be guessed wrong.
/// </summary>
internal static class InternetChecksum
{
    /// <summary>The folded sum over data that contains its own right checksum.</summary>
    public const uint Good = 0xFFFF;

    private const int VectorBytes = 32;

    /// <summary>The longest data whose words add up to 32 bits over all lanes.</summary>
    private const int ShortSum = 64 * 1024;

    private static readonly Vector256<sbyte> Positions = Vector256.CreateSequence((sbyte)0, (sbyte)1);

    /// <summary>The sum of the words, an odd last byte completed with zero, not yet folded. At most 1 MiB.</summary>
    public static ulong Sum(ReadOnlySpan<byte> data)
    {
        if (Vector256.IsHardwareAccelerated && BitConverter.IsLittleEndian && data.Length >= VectorBytes)
            return Vectors(ref MemoryMarshal.GetReference(data), data.Length);
        return data.Length >= sizeof(ulong) && BitConverter.IsLittleEndian ? Longs(ref MemoryMarshal.GetReference(data), data.Length) : Words(data);
    }

    /// <summary>Brings a sum to 16 bits, carries added back.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Fold(ulong sum)
    {
        // A number and itself with its halves exchanged: the carry of the lower half ends in the upper one.
        sum += BitOperations.RotateLeft(sum, 32);
        uint half = (uint)(sum >> 32);
        half += BitOperations.RotateLeft(half, 16);
        return half >> 16;
    }

    /// <summary>A sum of words in network order as one of words in memory: 256 times a number is the number with its bytes exchanged, modulo 65,535.</summary>
    /// <param name="sum">Below 2^48.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong InMemory(ulong sum) => sum << 8;

    /// <summary>Whole vectors, the lower and the upper halves of 32-bit lanes apart, then the last vector's bytes that are not in them.</summary>
    private static ulong Vectors(ref byte start, int length)
    {
        var mask = Vector256.Create(0xFFFFu);
        Vector256<uint> sum = default;
        int whole = length & ~(VectorBytes - 1), rest = length & (VectorBytes - 1);
        for (int at = 0; at < whole; at += VectorBytes)
        {
            var v = Vector256.LoadUnsafe(ref start, (nuint)at).AsUInt32();
            sum += (v & mask) + (v >>> 16);
        }

        var last = Vector256.LoadUnsafe(ref start, (nuint)(length - VectorBytes));
        last &= Vector256.GreaterThan(Positions, Vector256.Create((sbyte)(VectorBytes - 1 - rest))).AsByte();
        var end = (last.AsUInt32() & mask) + (last.AsUInt32() >>> 16);

        // With an odd rest its bytes stand one place off in their words.
        return Total(sum, length) + ((ulong)Vector256.Sum(end) << (rest & 1) * 8);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Total(Vector256<uint> sum, int length)
    {
        if (length <= ShortSum) return Vector256.Sum(sum);
        var (low, high) = Vector256.Widen(sum);
        return Vector256.Sum(low + high);
    }

    /// <summary>Eight bytes at a time; the last eight once more without those that were already in.</summary>
    private static ulong Longs(ref byte start, int length)
    {
        ulong sum = 0;
        int whole = length & ~7;
        for (int at = 0; at < whole; at += sizeof(ulong))
        {
            ulong v = Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref start, at));
            sum += (uint)v + (v >> 32);
        }

        ulong last = Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref start, length - sizeof(ulong))) >> (7 - (length & 7)) * 8 >> 8;
        return sum + (uint)last + (last >> 32);
    }

    private static ulong Words(ReadOnlySpan<byte> data)
    {
        ulong sum = 0;
        for (; data.Length >= 2; data = data[2..]) sum += BinaryPrimitives.ReadUInt16LittleEndian(data);
        return data.IsEmpty ? sum : sum + data[0];
    }
}
