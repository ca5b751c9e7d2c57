using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace NetThreat.Packets.Network;

/// <summary>
/// The Internet checksum (RFC 1071): the one's complement sum of 16-bit words. Words are summed as they lie in memory, whatever the byte
/// order; the property that makes this right is section 2 (B) there.
/// </summary>
internal static class InternetChecksum
{
    /// <summary>The folded sum over data that contains its own right checksum.</summary>
    public const uint Good = 0xFFFF;

    private const int VectorBytes = 32;

    /// <summary>The sum of the words, an odd last byte completed with zero, not yet folded. At most 2 MiB.</summary>
    public static ulong Sum(ReadOnlySpan<byte> data)
    {
        ref byte start = ref MemoryMarshal.GetReference(data);
        nint at = 0, length = data.Length;
        ulong sum = 0;
        if (Vector256.IsHardwareAccelerated && length >= 2 * VectorBytes) sum = Vectors(ref start, length, out at);
        for (; length - at >= 8; at += 8)
        {
            ulong v = Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref start, at));
            sum += (uint)v + (v >> 32);
        }

        if (length - at >= 4)
        {
            sum += Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref start, at));
            at += 4;
        }

        if (length - at >= 2)
        {
            sum += Unsafe.ReadUnaligned<ushort>(ref Unsafe.Add(ref start, at));
            at += 2;
        }

        if (at < length) sum += BitConverter.IsLittleEndian ? Unsafe.Add(ref start, at) : (uint)Unsafe.Add(ref start, at) << 8;
        return sum;
    }

    /// <summary>Brings a sum to 16 bits, carries added back.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Fold(ulong sum)
    {
        sum = (uint)sum + (sum >> 32);
        sum = (sum & 0xFFFF) + (sum >> 16);
        sum = (sum & 0xFFFF) + (sum >> 16);
        return (uint)((sum & 0xFFFF) + (sum >> 16));
    }

    /// <summary>A word in network order as it lies in memory.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint InMemory(uint word) => BitConverter.IsLittleEndian ? (word >> 8 | word << 8) & 0xFFFF : word;

    /// <summary>Whole vectors: the lower and the upper halves of 32-bit lanes are summed apart, so that no lane overflows.</summary>
    private static ulong Vectors(ref byte start, nint length, out nint at)
    {
        var mask = Vector256.Create(0xFFFFu);
        Vector256<uint> even = default, odd = default;
        for (at = 0; length - at >= VectorBytes; at += VectorBytes)
        {
            var v = Vector256.LoadUnsafe(ref start, (nuint)at).AsUInt32();
            even += v & mask;
            odd += v >>> 16;
        }

        var (a, b) = Vector256.Widen(even);
        var (c, e) = Vector256.Widen(odd);
        return Vector256.Sum(a + b + c + e);
    }
}
