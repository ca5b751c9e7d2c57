using System.Runtime.InteropServices;
using NetThreat.Core.Packets;
using NetThreat.Core.Time;

namespace NetThreat.Flows.Parallel;

/// <summary>Packets with a copy of their bytes, which all workers read.</summary>
internal sealed unsafe class PacketBlock : IDisposable
{
    private const int Bytes = 1 << 20, MaxPackets = 4096;
    private byte* _memory = (byte*)NativeMemory.AlignedAlloc(Bytes, 64);
    private byte* _oversize;
    private int _used;

    ~PacketBlock() => Release();

    public PacketBatch Batch { get; } = new(MaxPackets);

    /// <summary>The clock is to reach this when the packets are done.</summary>
    public Timestamp? Clock { get; set; }

    /// <summary>The stream ends with this block.</summary>
    public bool IsLast { get; set; }

    /// <summary>Copies a packet.</summary>
    /// <returns>False when there is no room; an empty block takes any packet.</returns>
    public bool TryAdd(in CapturedPacket packet)
    {
        byte* at = _memory + _used;
        if (Batch.IsFull || packet.Length > Bytes - _used)
        {
            if (Batch.Count > 0) return false;
            _oversize = (byte*)NativeMemory.AlignedRealloc(_oversize, (nuint)packet.Length, 64);
            at = _oversize;
        }
        else
        {
            _used += packet.Length;
        }

        packet.Data.CopyTo(new Span<byte>(at, packet.Length));
        Batch.Add(new CapturedPacket(at, packet.Length, packet.WireLength, packet.Time, packet.LinkType, packet.Flags));
        return true;
    }

    public void Clear()
    {
        Batch.Clear();
        _used = 0;
        Clock = null;
        IsLast = false;
    }

    public void Dispose()
    {
        Release();
        GC.SuppressFinalize(this);
    }

    private void Release()
    {
        NativeMemory.AlignedFree(_memory);
        NativeMemory.AlignedFree(_oversize);
        _memory = _oversize = null;
    }
}
