using System.Runtime.CompilerServices;
using NetThreat.Core.Flows;
using NetThreat.Packets;

namespace NetThreat.Flows.Features;

/// <summary>Lengths, gaps, flags and directions of a flow's first packets.</summary>
internal struct FirstPackets
{
    private Entries _entries;

    /// <summary>Packets kept, at most <see cref="PacketSequence.MaxPackets"/>.</summary>
    public int Count { get; private set; }

    [InlineArray(PacketSequence.MaxPackets)]
    private struct Entries
    {
        private Entry _first;
    }

    private struct Entry
    {
        public int Gap;
        public ushort Length;
        public byte Flags;
        public bool Backward;
    }

    /// <param name="forward">Sent by the originator.</param>
    /// <param name="gap">Nanoseconds since the packet before.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(bool forward, long gap, in DecodedPacket p)
    {
        if (Count == PacketSequence.MaxPackets) return;
        _entries[Count++] = new Entry
        {
            Gap = (int)Math.Min(gap / 1000, int.MaxValue),
            Length = (ushort)Math.Clamp(p.IpLength, 0, ushort.MaxValue),
            Flags = (byte)p.Flags,
            Backward = !forward,
        };
    }

    public void Exchange()
    {
        for (int i = 0; i < Count; i++) _entries[i].Backward = !_entries[i].Backward;
    }

    /// <summary>Copies what <see cref="ToSequence"/> gives into the caller's memory.</summary>
    public readonly int CopyTo(Span<int> lengths, Span<int> gaps, Span<byte> flags)
    {
        for (int i = 0; i < Count; i++)
        {
            var e = _entries[i];
            lengths[i] = e.Backward ? -e.Length : e.Length;
            gaps[i] = e.Gap;
            flags[i] = e.Flags;
        }

        return Count;
    }

    public readonly PacketSequence ToSequence()
    {
        int[] lengths = new int[Count], gaps = new int[Count];
        byte[] flags = new byte[Count];
        CopyTo(lengths, gaps, flags);
        return new PacketSequence(lengths, gaps, flags);
    }
}
