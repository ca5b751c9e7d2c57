using System.Numerics;

namespace NetThreat.Detection.PortScan;

/// <summary>A set of ports: a sorted array while small, then 8 KiB of bits.</summary>
internal sealed class PortSet
{
    private const int SmallLimit = 64;
    private ushort[] _small = new ushort[4];
    private ulong[]? _bits;

    public int Count { get; private set; }

    public bool Add(ushort port)
    {
        if (_bits is not null)
        {
            ref ulong word = ref _bits[port >> 6];
            ulong bit = 1UL << (port & 63);
            if ((word & bit) != 0) return false;
            word |= bit;
            Count++;
            return true;
        }
        int at = Array.BinarySearch(_small, 0, Count, port);
        if (at >= 0) return false;
        if (Count == SmallLimit)
        {
            ToBits();
            return Add(port);
        }
        if (Count == _small.Length) Array.Resize(ref _small, Count * 2);
        at = ~at;
        Array.Copy(_small, at, _small, at + 1, Count - at);
        _small[at] = port;
        Count++;
        return true;
    }

    public bool Contains(ushort port) =>
        _bits is not null ? (_bits[port >> 6] >> (port & 63) & 1) != 0 : Array.BinarySearch(_small, 0, Count, port) >= 0;

    /// <summary>In ascending order.</summary>
    public IEnumerable<ushort> Ports()
    {
        if (_bits is null)
        {
            for (int i = 0; i < Count; i++) yield return _small[i];
            yield break;
        }
        for (int w = 0; w < _bits.Length; w++)
            for (ulong word = _bits[w]; word != 0; word &= word - 1)
                yield return (ushort)(w << 6 | BitOperations.TrailingZeroCount(word));
    }

    private void ToBits()
    {
        _bits = new ulong[1024];
        for (int i = 0; i < Count; i++) _bits[_small[i] >> 6] |= 1UL << (_small[i] & 63);
        _small = [];
    }
}
