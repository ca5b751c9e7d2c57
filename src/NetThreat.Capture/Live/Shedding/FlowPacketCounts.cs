using System.Numerics;
using NetThreat.Packets;

namespace NetThreat.Capture.Live.Shedding;

/// <summary>
/// How many packets each flow had since the counting began, in a table of fixed size: one entry per place, a newer flow takes it over. So a flow
/// is never counted higher than it is, and no sender makes another's count rise but by finding its hash of 48 bits.
/// </summary>
internal sealed class FlowPacketCounts
{
    private const ulong TagMask = ~0xFFFFUL;
    private const ulong Noted = 0x8000;
    private const ulong CountMask = 0x7FFF;

    private readonly ulong[] _entries;
    private readonly ulong _seed;

    /// <param name="flows">Rounded up to a power of two.</param>
    /// <param name="seed">Keys the hash.</param>
    public FlowPacketCounts(int flows, ulong seed) => (_entries, _seed) = (new ulong[BitOperations.RoundUpToPowerOf2((uint)flows)], seed);

    /// <summary>Counts a packet of a conversation, whichever direction it has.</summary>
    /// <param name="place">Where the flow is counted, for <see cref="Note"/>; good until the next call.</param>
    /// <returns>The flow's packets with this one, at most 32767.</returns>
    public int Add(in DecodedPacket packet, out int place)
    {
        ulong hash = Hash(in packet);
        place = (int)(hash & (ulong)(_entries.Length - 1));
        ref ulong entry = ref _entries[place];
        // The place takes the lower bits, the tag the upper 48.
        if ((entry & TagMask) != (hash & TagMask)) entry = hash & TagMask;
        if ((entry & CountMask) < CountMask) entry++;
        return (int)(entry & CountMask);
    }

    /// <summary>Notes the flow.</summary>
    /// <returns>False when it was noted before.</returns>
    public bool Note(int place)
    {
        bool first = (_entries[place] & Noted) == 0;
        _entries[place] |= Noted;
        return first;
    }

    public void Clear() => Array.Clear(_entries);

    private ulong Hash(in DecodedPacket p)
    {
        // The sum of both ends' hashes does not depend on their order.
        ulong ends = unchecked(End(p.Source.High, p.Source.Low, p.SourcePort) + End(p.Destination.High, p.Destination.Low, p.DestinationPort));
        return Mix(ends ^ p.Protocol ^ (ulong)p.Vlan << 8);
    }

    private ulong End(ulong high, ulong low, ushort port) => Mix(Mix(high ^ _seed) ^ low ^ BitOperations.RotateLeft(port, 40));

    /// <summary>The finalizer of MurmurHash3 (fmix64).</summary>
    private static ulong Mix(ulong x) => unchecked(Second((x ^ x >> 33) * 0xFF51_AFD7_ED55_8CCD));

    private static ulong Second(ulong x)
    {
        x = unchecked((x ^ x >> 33) * 0xC4CE_B9FE_1A85_EC53);
        return x ^ x >> 33;
    }
}
