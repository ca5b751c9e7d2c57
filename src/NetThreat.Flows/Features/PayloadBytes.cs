using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace NetThreat.Flows.Features;

/// <summary>
/// Entropy and printable share of a direction's first payload bytes: the first <see cref="PacketBytes"/> captured bytes of each of the
/// first <see cref="Packets"/> packets with payload. Entropy is of each packet by itself, summed in integers with the bytes as weights, so
/// that no byte table outlives a packet.
/// </summary>
internal struct PayloadBytes
{
    public const int PacketBytes = 256;
    public const int Packets = 4;

    /// <summary>Parts of a bit in <see cref="Entropy"/>.</summary>
    private const double Scale = 1 << 16;

    /// <summary>Step[c] is (c + 1)·log2(c + 1) − c·log2(c): what the c-th repetition of a byte adds to the sum over bytes of count·log2(count).</summary>
    private static readonly int[] Step = Steps();

    /// <summary>n·log2(n) of a packet with n bytes.</summary>
    private static readonly int[] Whole = [.. Enumerable.Range(0, PacketBytes + 1).Select(n => (int)Math.Round(Weight(n) * Scale))];

    /// <summary>Sum over packets of bytes × entropy, in 2^-16 bits.</summary>
    private int _entropy;
    private ushort _bytes, _printable;
    private byte _packets;

    public readonly int Bytes => _bytes;

    /// <summary>Bits a byte, 0 to 8; unknown without payload.</summary>
    public readonly double Entropy => _bytes == 0 ? double.NaN : Math.Max(0, _entropy) / Scale / _bytes;

    /// <summary>Share of ASCII letters, digits, signs, spaces, tabs and line ends; unknown without payload.</summary>
    public readonly double PrintableShare => _bytes == 0 ? double.NaN : (double)_printable / _bytes;

    public void Add(ReadOnlySpan<byte> payload)
    {
        if (_packets == Packets) return;
        _packets++;
        if (payload.Length > PacketBytes) payload = payload[..PacketBytes];
        Span<ushort> table = stackalloc ushort[256];
        table.Clear();
        ref ushort counts = ref MemoryMarshal.GetReference(table);
        ref int step = ref MemoryMarshal.GetArrayDataReference(Step);
        int repeated = 0;
        foreach (byte b in payload)
        {
            // A packet has at most as many bytes as there are steps.
            ref ushort count = ref Unsafe.Add(ref counts, b);
            repeated += Unsafe.Add(ref step, count++);
        }

        _entropy += Whole[payload.Length] - repeated;
        _bytes += (ushort)payload.Length;
        _printable += (ushort)Printable(payload);
    }

    private static int Printable(ReadOnlySpan<byte> bytes)
    {
        int n = 0;
        for (; bytes.Length >= Vector128<byte>.Count; bytes = bytes[Vector128<byte>.Count..])
        {
            var v = Vector128.Create(bytes);
            var yes = Vector128.LessThan(v - Vector128.Create((byte)0x20), Vector128.Create((byte)0x5F));
            yes |= Vector128.Equals(v, Vector128.Create((byte)'\t')) | Vector128.Equals(v, Vector128.Create((byte)'\n')) | Vector128.Equals(v, Vector128.Create((byte)'\r'));
            n += BitOperations.PopCount(yes.ExtractMostSignificantBits());
        }

        foreach (byte b in bytes)
            if ((byte)(b - 0x20) < 0x5F || b is 9 or 10 or 13) n++;
        return n;
    }

    private static double Weight(int count) => count == 0 ? 0 : count * Math.Log2(count);

    /// <summary>Differences of the rounded weights, so that sums of steps are exact: equal bytes have no entropy.</summary>
    private static int[] Steps()
    {
        var steps = new int[PacketBytes];
        for (int c = 0; c < steps.Length; c++) steps[c] = (int)Math.Round(Weight(c + 1) * Scale) - (int)Math.Round(Weight(c) * Scale);
        return steps;
    }
}
