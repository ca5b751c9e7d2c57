using NetThreat.Core.Net;

namespace NetThreat.Capture.Collector;

/// <summary>Datagrams that a source filled in, in the order in which they came; reused from read to read.</summary>
internal sealed class DatagramBatch
{
    /// <summary>The largest payload of UDP over IPv4, rounded up.</summary>
    public const int MaxDatagram = 65_536;

    private const int Capacity = 256;

    private readonly byte[] _bytes = new byte[16 * MaxDatagram];
    private readonly Entry[] _entries = new Entry[Capacity];
    private int _used;

    public int Count { get; private set; }

    /// <summary>Another datagram might not fit.</summary>
    public bool IsFull => Count == Capacity || _bytes.Length - _used < MaxDatagram;

    /// <summary>Where the next datagram goes; <see cref="Commit"/> takes it in.</summary>
    public Span<byte> Free => _bytes.AsSpan(_used, MaxDatagram);

    public void Clear() => (Count, _used) = (0, 0);

    public void Commit(int length, Address exporter, long received)
    {
        _entries[Count++] = new(_used, length, exporter, received);
        _used += length;
    }

    public ReadOnlySpan<byte> Bytes(int index) => _bytes.AsSpan(_entries[index].Offset, _entries[index].Length);

    public Address Exporter(int index) => _entries[index].Exporter;

    /// <summary>Nanoseconds since the epoch.</summary>
    public long Received(int index) => _entries[index].Received;

    private readonly record struct Entry(int Offset, int Length, Address Exporter, long Received);
}
