using NetThreat.Core.Packets;

namespace NetThreat.Capture.Live;

/// <summary>
/// Notices where a network card hides the wire: packets merged to more than the interface's own size (GRO, LRO) or not yet cut (TSO), and
/// checksums not yet filled in. Merged packets change counts and lengths, so people are told; unfinished checksums are only counted.
/// </summary>
internal sealed class OffloadWatch(string name)
{
    /// <summary>Ethernet with two tags, and a tunnel's header that an interface may add to its own size.</summary>
    private const int LinkHeaders = 64;

    private int _limit = int.MaxValue;
    private int _largest;

    public int Mtu
    {
        set => _limit = value > 0 ? value + LinkHeaders : int.MaxValue;
    }

    public long Merged { get; private set; }

    public long IncompleteChecksums { get; private set; }

    public IReadOnlyList<string> Warnings => Merged == 0 ? [] :
    [
        $"'{name}' gives packets that its hardware or driver merged ({Merged} of up to {_largest} bytes): numbers and lengths of packets are not those of the wire; "
        + $"'ethtool -K {name} gro off lro off gso off tso off' shows them as they are",
    ];

    public void Saw(ReadOnlySpan<CapturedPacket> packets)
    {
        foreach (ref readonly var p in packets)
        {
            if (p.WireLength > _limit) (Merged, _largest) = (Merged + 1, Math.Max(_largest, p.WireLength));
            if ((p.Flags & PacketFlags.ChecksumIncomplete) != 0) IncompleteChecksums++;
        }
    }
}
