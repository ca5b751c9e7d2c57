using System.Runtime.InteropServices;
using NetThreat.Capture.Live;
using NetThreat.Core.Packets;
using NetThreat.Core.Time;
using SharpPcap;
using SharpPcap.LibPcap;

namespace NetThreat.Capture.SharpPcap;

/// <summary>Packets by SharpPcap, copied into a batch of this capture's memory: the library's own is good for one packet.</summary>
internal sealed unsafe class SharpPcapCapture : ILiveCapture
{
    /// <summary>Packets taken at a time.</summary>
    private const int Chunk = 64;

    private readonly LibPcapLiveDevice _device;
    private readonly int _slot;
    private readonly ushort _linkType;
    private byte* _memory;
    private uint _received, _dropped, _interfaceDropped;
    private LiveCounters _counters;
    private long _given;

    /// <summary>Packets that may still be taken.</summary>
    private long _left = long.MaxValue;

    /// <param name="device">Open; owned.</param>
    public SharpPcapCapture(LibPcapLiveDevice device, int snapLength)
    {
        (_device, _slot, _linkType) = (device, snapLength, (ushort)device.LinkType);
        _memory = (byte*)NativeMemory.Alloc((nuint)snapLength * Chunk);
    }

    public int Mtu => 0;

    public string Fault { get; private set; } = "";

    /// <summary>Not known: the library does not say.</summary>
    public double Fill => 0;

    /// <summary>Waits as long as the device was told to, for each packet.</summary>
    public LiveRead Read(PacketBatch batch, TimeSpan wait)
    {
        ArgumentNullException.ThrowIfNull(batch);
        batch.Clear();
        while (batch.Count < Chunk && !batch.IsFull && _left > 0)
        {
            var status = _device.GetNextPacket(out var packet);
            if (status == GetPacketStatus.PacketRead) Take(batch, packet);
            else if (status == GetPacketStatus.ReadTimeout) break;
            else return End(batch);
        }

        return batch.Count > 0 ? LiveRead.Packets : LiveRead.Silence;
    }

    public LiveCounters Count()
    {
        // After the end of the intake nothing counts that comes all the same.
        if (_left != long.MaxValue || !_device.Opened) return _counters;
        var now = _device.Statistics;
        // The library's totals wrap at 32 bits.
        _counters = new(
            _counters.Received + (now.ReceivedPackets - _received), _counters.Dropped + (now.DroppedPackets - _dropped),
            _counters.InterfaceDropped + (now.InterfaceDroppedPackets - _interfaceDropped), 0);
        (_received, _dropped, _interfaceDropped) = (now.ReceivedPackets, now.DroppedPackets, now.InterfaceDroppedPackets);
        return _counters;
    }

    public void StopIntake()
    {
        var counters = Count();
        _left = Math.Max(0, counters.Received - counters.Dropped - _given);
    }

    public void Dispose()
    {
        _device.Dispose();
        NativeMemory.Free(_memory);
        _memory = null;
    }

    private void Take(PacketBatch batch, in PacketCapture packet)
    {
        byte* slot = _memory + (nuint)batch.Count * (nuint)_slot;
        var data = packet.Data[..Math.Min(packet.Data.Length, _slot)];
        data.CopyTo(new Span<byte>(slot, _slot));
        int wire = packet.Header is PcapHeader header ? (int)Math.Min(header.PacketLength, int.MaxValue) : data.Length;
        batch.Add(new(slot, data.Length, Math.Max(wire, data.Length), Time(packet.Header.Timeval), _linkType));
        _given++;
        if (_left != long.MaxValue) _left--;
    }

    private LiveRead End(PacketBatch batch)
    {
        Fault = $"ended ({_device.LastError})";
        return batch.Count > 0 ? LiveRead.Packets : LiveRead.Gone;
    }

    private static Timestamp Time(PosixTimeval time) => new((long)(time.Value * Timestamp.NanosecondsPerSecond));
}
