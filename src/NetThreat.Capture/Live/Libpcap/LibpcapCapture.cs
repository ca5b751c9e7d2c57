using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using NetThreat.Capture.Live.Linux;
using NetThreat.Core.Packets;
using NetThreat.Core.Time;

namespace NetThreat.Capture.Live.Libpcap;

/// <summary>
/// Packets by libpcap, on every system that has it. It may reuse its own memory from packet to packet, so that packets are copied into a batch
/// of this capture's memory.
/// </summary>
internal sealed unsafe class LibpcapCapture : ILiveCapture
{
    /// <summary>Packets taken at a time.</summary>
    private const int Chunk = 64;

    /// <summary>Between two looks where there is nothing to wait on.</summary>
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(5);

    private readonly int _slot;
    private readonly ushort _linkType;
    private readonly int _descriptor;
    private readonly long _fraction;
    private readonly TimeProvider _time;
    private nint _handle;
    private byte* _memory;
    private PacketBatch? _batch;
    private long _received, _dropped, _interfaceDropped, _given;

    /// <summary>Packets that may still be taken.</summary>
    private long _left = long.MaxValue;
    private LibpcapStatistics _last;
    private GCHandle _self;

    /// <param name="handle">Activated and non-blocking; owned.</param>
    public LibpcapCapture(nint handle, int snapLength, TimeProvider time)
    {
        (_handle, _slot, _time) = (handle, snapLength, time);
        _linkType = LibpcapLinkType.Standard(LibpcapNative.DataLink(handle));
        _descriptor = OperatingSystem.IsWindows() ? -1 : LibpcapNative.SelectableDescriptor(handle);
        _fraction = LibpcapNative.GetPrecision(handle) == LibpcapNative.NanosecondPrecision ? 1 : 1000;
        _memory = (byte*)NativeMemory.Alloc((nuint)snapLength * Chunk);
        _self = GCHandle.Alloc(this);
    }

    public int Mtu => 0;

    public string Fault { get; private set; } = "";

    /// <summary>Not known: libpcap does not say.</summary>
    public double Fill => 0;

    public LiveRead Read(PacketBatch batch, TimeSpan wait)
    {
        batch.Clear();
        int n = Dispatch(batch);
        if (n == 0 && wait > TimeSpan.Zero)
        {
            Wait(wait);
            n = Dispatch(batch);
        }

        if (n >= 0) return batch.Count > 0 ? LiveRead.Packets : LiveRead.Silence;
        Fault = $"ended ({LibpcapNative.ErrorText(_handle)})";
        return LiveRead.Gone;
    }

    public LiveCounters Count()
    {
        // After the end of the intake nothing counts that comes all the same.
        if (_left == long.MaxValue) _last = Statistics();
        return new(_received, _dropped, _interfaceDropped, 0);
    }

    public void StopIntake()
    {
        // The library's own way to set a filter would throw away what waits.
        if (OperatingSystem.IsLinux() && _descriptor >= 0)
        {
            ulong none = ClassicFilter.Return(0);
            var program = new FilterProgram { Length = 1, Instructions = &none };
            if (Libc.SetOption(_descriptor, Libc.SolSocket, Libc.SoAttachFilter, &program, (uint)sizeof(FilterProgram)) == 0) return;
        }

        _last = Statistics();
        _left = Math.Max(0, _received - _dropped - _given);
    }

    public void Dispose()
    {
        if (_handle == 0) return;
        LibpcapNative.Close(_handle);
        NativeMemory.Free(_memory);
        _self.Free();
        _handle = 0;
        _memory = null;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Take(byte* user, PacketHeader* header, byte* data) => ((LibpcapCapture)GCHandle.FromIntPtr((nint)user).Target!).Take(header, data);

    private LibpcapStatistics Statistics()
    {
        LibpcapStatistics now;
        if (_handle == 0 || LibpcapNative.Statistics(_handle, &now) != 0) return _last;
        // The library's totals wrap at 32 bits.
        _received += now.Received - _last.Received;
        _dropped += now.Dropped - _last.Dropped;
        _interfaceDropped += now.InterfaceDropped - _last.InterfaceDropped;
        return now;
    }

    private int Dispatch(PacketBatch batch)
    {
        _batch = batch;
        int most = (int)Math.Min(Math.Min(Chunk, batch.Capacity), _left);
        if (most == 0) return 0;
        int taken = LibpcapNative.Dispatch(_handle, most, &Take, GCHandle.ToIntPtr(_self));
        _given += batch.Count;
        if (_left != long.MaxValue) _left -= batch.Count;
        return taken;
    }

    private void Take(PacketHeader* header, byte* data)
    {
        byte* slot = _memory + (nuint)_batch!.Count * (nuint)_slot;
        int length = (int)Math.Min(header->Captured, (uint)_slot);
        Buffer.MemoryCopy(data, slot, _slot, length);
        var time = new Timestamp((long)header->Seconds * Timestamp.NanosecondsPerSecond + (long)header->Fraction * _fraction);
        _batch.Add(new(slot, length, (int)Math.Max((uint)length, Math.Min(header->Length, int.MaxValue)), time, _linkType));
    }

    private void Wait(TimeSpan wait)
    {
        if (_descriptor < 0)
        {
            Pause.For(wait < s_look ? wait : s_look, _time, CancellationToken.None);
            return;
        }

        var request = new PollRequest { Descriptor = _descriptor, Events = Libc.PollIn };
        _ = Libc.Poll(&request, 1, (int)Math.Ceiling(wait.TotalMilliseconds));
    }
}
