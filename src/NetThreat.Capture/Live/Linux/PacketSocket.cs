using System.ComponentModel;
using System.Runtime.InteropServices;
using NetThreat.Core.Packets;

namespace NetThreat.Capture.Live.Linux;

/// <summary>A packet socket: its options in words, its errors as lines for people.</summary>
internal sealed unsafe class PacketSocket : IDisposable
{
    private readonly string _name;
    private int _fd;

    /// <summary>Opens a socket that gets nothing until it is bound.</summary>
    /// <exception cref="CaptureException">This user may not capture.</exception>
    public PacketSocket(string name)
    {
        _name = name;
        _fd = Libc.Socket(Libc.PacketFamily, Libc.RawSocket | Libc.CloseOnExec, 0);
        if (_fd >= 0) return;
        int error = Marshal.GetLastPInvokeError();
        throw error is Libc.PermissionDenied or Libc.AccessDenied ? new CaptureException(CapturePermission.Advice(name)) : Failed("opened", error);
    }

    public int Descriptor => _fd;

    public void Set(int option, int value) => Set(Libc.SolPacket, option, &value, sizeof(int), "configured");

    /// <summary>For what older kernels lack.</summary>
    public bool TrySet(int option, int value) => Libc.SetOption(_fd, Libc.SolPacket, option, &value, sizeof(int)) == 0;

    public RingMemory Map(RingRequest request, TimeSpan retirement)
    {
        if (Libc.SetOption(_fd, Libc.SolPacket, Libc.RxRing, &request, (uint)sizeof(RingRequest)) != 0) throw NoMemory(request);
        nuint length = (nuint)request.BlockSize * request.Blocks;
        byte* memory = Libc.Map(null, length, Libc.ReadWrite, Libc.Shared | Libc.Locked, _fd, 0);
        // A user without the right to lock memory maps it all the same: the kernel holds the pages anyway.
        if ((nint)memory == -1) memory = Libc.Map(null, length, Libc.ReadWrite, Libc.Shared, _fd, 0);
        if ((nint)memory == -1) throw NoMemory(request);
        return new RingMemory(memory, request.BlockSize, request.Blocks, retirement);
    }

    /// <summary>From here on packets come.</summary>
    public void Bind(int index)
    {
        var address = new LinkAddress { Family = Libc.PacketFamily, Protocol = Libc.AllProtocolsBigEndian, Index = index };
        if (Libc.Bind(_fd, &address, 20) != 0) throw Failed("captured from", Marshal.GetLastPInvokeError());
    }

    public void JoinPromiscuous(int index)
    {
        var membership = new Membership { Index = index, Type = Libc.PromiscuousMembership };
        Set(Libc.SolPacket, Libc.AddMembership, &membership, (uint)sizeof(Membership), "set to promiscuous mode");
    }

    /// <param name="program">Checked by the kernel; the return value of its last instruction is the snap length.</param>
    public void Attach(ReadOnlySpan<ulong> program)
    {
        fixed (ulong* instructions = program)
        {
            var filter = new FilterProgram { Length = (uint)program.Length, Instructions = instructions };
            Set(Libc.SolSocket, Libc.SoAttachFilter, &filter, (uint)sizeof(FilterProgram), "filtered");
        }
    }

    public void RefuseAll() => Attach([ClassicFilter.Return(0)]);

    public RingStatistics Statistics()
    {
        var statistics = default(RingStatistics);
        uint length = (uint)sizeof(RingStatistics);
        return Libc.GetOption(_fd, Libc.SolPacket, Libc.Statistics, &statistics, &length) == 0 ? statistics : default;
    }

    /// <summary>Waits for packets.</summary>
    /// <returns>What is wrong with the interface, in words; null when nothing is.</returns>
    public string? Wait(TimeSpan time)
    {
        var request = new PollRequest { Descriptor = _fd, Events = Libc.PollIn };
        int ready = Libc.Poll(&request, 1, (int)Math.Ceiling(time.TotalMilliseconds));
        if (ready <= 0 || (request.Returned & ~Libc.PollIn) == 0) return null;
        int error = 0;
        uint length = sizeof(int);
        if (Libc.GetOption(_fd, Libc.SolSocket, Libc.SoError, &error, &length) != 0 || error == 0) return null;
        return error == Libc.NetworkDown ? "went down" : $"failed ({Text(error)})";
    }

    public void Dispose()
    {
        if (_fd >= 0) _ = Libc.Close(_fd);
        _fd = -1;
    }

    private void Set(int level, int option, void* value, uint length, string what)
    {
        if (Libc.SetOption(_fd, level, option, value, length) != 0) throw Failed(what, Marshal.GetLastPInvokeError());
    }

    private CaptureException NoMemory(RingRequest request) => Marshal.GetLastPInvokeError() == Libc.NoMemory
        ? new($"'{_name}' gets no ring of {(long)request.BlockSize * request.Blocks >> 20} MB: the kernel has no memory for it, lower Capture:RingBytes")
        : Failed("captured from", Marshal.GetLastPInvokeError());

    private CaptureException Failed(string what, int error) => new($"'{_name}' cannot be {what}: {Text(error)}");

    private static string Text(int error) => new Win32Exception(error).Message;
}
