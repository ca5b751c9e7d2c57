using NetThreat.Core.Time;

namespace NetThreat.Core.Packets;

/// <summary>One captured packet inside a batch. The bytes stay valid until the batch is filled again.</summary>
public readonly unsafe struct CapturedPacket(byte* data, int length, int wireLength, Timestamp time, ushort linkType, PacketFlags flags = PacketFlags.None)
{
    /// <summary>The captured bytes.</summary>
    public ReadOnlySpan<byte> Data => new(data, Length);

    /// <summary>Captured length in bytes.</summary>
    public int Length { get; } = length;

    /// <summary>Length on the wire in bytes; never below <see cref="Length"/>.</summary>
    public int WireLength { get; } = wireLength;

    public Timestamp Time { get; } = time;

    /// <summary>LINKTYPE_* number of the tcpdump registry.</summary>
    public ushort LinkType { get; } = linkType;

    /// <summary>What the capture knows beside the bytes.</summary>
    public PacketFlags Flags { get; } = flags;

    /// <summary>The same bytes at the same time, with more known of them.</summary>
    public CapturedPacket With(PacketFlags more) => new(data, Length, WireLength, Time, LinkType, Flags | more);
}

/// <summary>Up to <see cref="Capacity"/> packets that a source filled in capture order; reused from read to read.</summary>
public sealed class PacketBatch(int capacity = 256)
{
    private readonly CapturedPacket[] _packets = new CapturedPacket[capacity];

    public int Capacity => _packets.Length;

    public int Count { get; private set; }

    public ReadOnlySpan<CapturedPacket> Packets => _packets.AsSpan(0, Count);

    public bool IsFull => Count == _packets.Length;

    public void Clear() => Count = 0;

    public void Add(in CapturedPacket packet) => _packets[Count++] = packet;
}
