using NetThreat.Core.Packets;

namespace NetThreat.Capture.Live.Linux;

/// <summary>Opens a ring on an interface.</summary>
internal static class RingOpener
{
    private const uint Frame = 2048;

    public static bool IsSupported => OperatingSystem.IsLinux() && Environment.Is64BitProcess;

    /// <param name="filter">Instructions to attach, empty for every packet.</param>
    /// <exception cref="CaptureException">The interface is not there, is down, or may not be captured.</exception>
    public static RingCapture Open(string name, CaptureOptions options, ReadOnlySpan<ulong> filter)
    {
        var socket = new PacketSocket(name);
        RingMemory? ring = null;
        try
        {
            var nic = Checked(name, socket);
            CheckMemory(name, options);
            ring = Map(socket, options);
            socket.Attach(filter.IsEmpty ? [ClassicFilter.Return((uint)options.SnapLength)] : filter);
            // On loopback every packet would come twice: as it is sent and as it is received.
            if (nic.IsLoopback) socket.TrySet(Libc.IgnoreOutgoing, 1);
            socket.Bind(nic.Index);
            if (options.Promiscuous && !nic.IsLoopback) socket.JoinPromiscuous(nic.Index);
            if (options.Workers > 1) socket.Set(Libc.Fanout, Group(nic.Index) | (int)options.Fanout << 16);
            return new RingCapture(socket, ring, nic);
        }
        catch
        {
            ring?.Dispose();
            socket.Dispose();
            throw;
        }
    }

    /// <summary>The link type of an interface's frames, to compile a filter for; null where a ring cannot give them.</summary>
    public static ushort? LinkType(string name)
    {
        using var socket = new PacketSocket(name);
        return LinuxInterface.Find(name, socket.Descriptor).LinkType;
    }

    private static LinuxInterface Checked(string name, PacketSocket socket)
    {
        var nic = LinuxInterface.Find(name, socket.Descriptor);
        if (nic.LinkType is null) throw new CaptureException($"'{name}' has frames of hardware type {nic.Hardware}, which a ring does not give: set Capture:Method to Libpcap");
        return nic.IsUp ? nic : throw new CaptureException($"'{name}' is down: bring it up with 'ip link set {name} up'");
    }

    /// <summary>The kernel takes the memory whatever is left for others.</summary>
    private static void CheckMemory(string name, CaptureOptions options)
    {
        long most = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 2;
        if (options.RingBytes > most) throw new CaptureException($"'{name}' gets no ring of {options.RingBytes >> 20} MB, more than half of this machine's memory: lower Capture:RingBytes");
    }

    private static RingMemory Map(PacketSocket socket, CaptureOptions options)
    {
        socket.Set(Libc.Version, Libc.TpacketV3);
        socket.Set(Libc.Reserve, VlanTag.Size);
        uint size = (uint)options.BlockBytes, blocks = (uint)Math.Max(2, options.RingBytes / options.Workers / options.BlockBytes);
        var request = new RingRequest
        {
            BlockSize = size,
            Blocks = blocks,
            FrameSize = Frame,
            Frames = size / Frame * blocks,
            RetireMilliseconds = (uint)options.BlockTimeout.TotalMilliseconds,
        };
        return socket.Map(request, options.BlockTimeout * 2 + TimeSpan.FromMilliseconds(10));
    }

    /// <summary>The same for all workers of this process, another one for another process.</summary>
    private static int Group(int index) => (Environment.ProcessId * 31 + index) & 0xFFFF;
}
