using System.Runtime.InteropServices;
using NetThreat.Core.Packets;
using NetThreat.Core.Time;

namespace NetThreat.Capture.Live.Linux;

/// <summary>
/// Packets out of a ring that the kernel fills (TPACKET_V3, Documentation/networking/packet_mmap). A batch points into the ring: its block goes
/// back to the kernel with the read after the one that emptied it.
/// </summary>
internal sealed unsafe class RingCapture : ILiveCapture
{
    private readonly PacketSocket _socket;
    private readonly RingMemory _ring;
    private readonly ushort _linkType;
    private readonly bool _tags;
    private readonly Lock _counting = new();
    private LiveCounters _counters;
    private byte* _next;
    private uint _left;
    private bool _held;

    /// <param name="socket">Bound, with its ring; owned.</param>
    public RingCapture(PacketSocket socket, RingMemory ring, LinuxInterface nic)
    {
        (_socket, _ring, Mtu, _linkType) = (socket, ring, nic.Mtu, nic.LinkType!.Value);
        _tags = _linkType == NetThreat.Packets.Link.LinkType.Ethernet;
    }

    public int Mtu { get; }

    public string Fault { get; private set; } = "";

    public double Fill => _ring.Fill;

    public LiveRead Read(PacketBatch batch, TimeSpan wait)
    {
        batch.Clear();
        if (_held && _left == 0) Release();
        if (!_held && !_ring.IsReady && !Await(wait)) return Fault.Length > 0 ? LiveRead.Gone : LiveRead.Silence;
        if (!_held) Take();
        while (_left > 0 && !batch.IsFull)
        {
            batch.Add(Packet((RingPacket*)_next));
            _next += ((RingPacket*)_next)->NextOffset;
            _left--;
        }

        return batch.Count > 0 ? LiveRead.Packets : LiveRead.Silence;
    }

    public LiveCounters Count()
    {
        // Every look takes the kernel's counts, and others than the reader may look.
        lock (_counting)
        {
            var fresh = _socket.Statistics();
            _counters = new(_counters.Received + fresh.Packets, _counters.Dropped + fresh.Drops, 0, _counters.Freezes + fresh.Freezes);
            return _counters;
        }
    }

    public void StopIntake() => _socket.RefuseAll();

    public void Dispose()
    {
        _ring.Dispose();
        _socket.Dispose();
    }

    /// <summary>Waits for a block. A fault of the interface shows only when no block is left, so that what came before it is read.</summary>
    private bool Await(TimeSpan wait)
    {
        if (_socket.Wait(wait) is { } fault) Fault = fault;
        // The block that was being filled is handed over when its time is up.
        if (Fault.Length > 0 && !_ring.IsReady) _socket.Wait(_ring.Retirement);
        return _ring.IsReady;
    }

    private void Take()
    {
        _next = _ring.First(out _left);
        _held = true;
    }

    private void Release()
    {
        _ring.Release();
        _held = false;
    }

    private CapturedPacket Packet(RingPacket* p)
    {
        byte* data = (byte*)p + p->MacOffset;
        int length = (int)p->Captured, wire = (int)Math.Max(p->Captured, p->Length);
        if (_tags && (p->Status & RingPacket.TagValid) != 0 && length >= VlanTag.Place)
        {
            data = VlanTag.Restore(data, p);
            (length, wire) = (length + VlanTag.Size, wire + VlanTag.Size);
        }

        var time = new Timestamp(p->Seconds * Timestamp.NanosecondsPerSecond + p->Nanoseconds);
        return new(data, length, wire, time, _linkType, Flags(p));
    }

    private static PacketFlags Flags(RingPacket* p)
    {
        var flags = PacketFlags.None;
        if ((p->Status & RingPacket.ChecksumNotReady) != 0) flags |= PacketFlags.ChecksumIncomplete;
        if ((p->Status & RingPacket.ChecksumValid) != 0) flags |= PacketFlags.ChecksumGood;
        if (p->PacketType == RingPacket.SentByUs) flags |= PacketFlags.Outgoing;
        return flags;
    }
}

/// <summary>struct tpacket3_hdr, with the fields of the sockaddr_ll behind it that are read.</summary>
[StructLayout(LayoutKind.Explicit)]
internal struct RingPacket
{
    public const uint ChecksumNotReady = 1 << 3, TagValid = 1 << 4, TagProtocolValid = 1 << 6, ChecksumValid = 1 << 7;
    public const byte SentByUs = 4;

    [FieldOffset(0)] public uint NextOffset;
    [FieldOffset(4)] public uint Seconds;
    [FieldOffset(8)] public uint Nanoseconds;
    [FieldOffset(12)] public uint Captured;
    [FieldOffset(16)] public uint Length;
    [FieldOffset(20)] public uint Status;
    [FieldOffset(24)] public ushort MacOffset;
    [FieldOffset(32)] public uint Tag;
    [FieldOffset(36)] public ushort TagProtocol;
    [FieldOffset(58)] public byte PacketType;
}
