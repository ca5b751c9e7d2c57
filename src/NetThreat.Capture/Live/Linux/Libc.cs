using System.Runtime.InteropServices;

namespace NetThreat.Capture.Live.Linux;

/// <summary>The system calls of a packet ring (packet(7)); numbers are those of the Linux headers, equal on all its processors with a generic ABI.</summary>
internal static unsafe partial class Libc
{
    public const int PacketFamily = 17, RawSocket = 3, CloseOnExec = 0x80000;
    public const int SolSocket = 1, SoError = 4, SoAttachFilter = 26;
    public const int SolPacket = 263, AddMembership = 1, RxRing = 5, Statistics = 6, Version = 10, Reserve = 12, Fanout = 18, IgnoreOutgoing = 23;
    public const int PromiscuousMembership = 1, TpacketV3 = 2;
    public const ushort AllProtocolsBigEndian = 0x0300;
    public const int ReadWrite = 3, Shared = 1, Locked = 0x2000;
    public const short PollIn = 1, PollError = 8;
    public const uint GetFlags = 0x8913, GetMtu = 0x8921, GetHardwareAddress = 0x8927;
    public const int PermissionDenied = 1, NoMemory = 12, AccessDenied = 13, NetworkDown = 100, Interrupted = 4;

    [LibraryImport("libc", EntryPoint = "socket", SetLastError = true)]
    public static partial int Socket(int family, int type, int protocol);

    [LibraryImport("libc", EntryPoint = "close")]
    public static partial int Close(int fd);

    [LibraryImport("libc", EntryPoint = "setsockopt", SetLastError = true)]
    public static partial int SetOption(int fd, int level, int name, void* value, uint length);

    [LibraryImport("libc", EntryPoint = "getsockopt", SetLastError = true)]
    public static partial int GetOption(int fd, int level, int name, void* value, uint* length);

    [LibraryImport("libc", EntryPoint = "bind", SetLastError = true)]
    public static partial int Bind(int fd, LinkAddress* address, uint length);

    [LibraryImport("libc", EntryPoint = "mmap", SetLastError = true)]
    public static partial byte* Map(void* address, nuint length, int protection, int flags, int fd, long offset);

    [LibraryImport("libc", EntryPoint = "munmap")]
    public static partial int Unmap(void* address, nuint length);

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    public static partial int Poll(PollRequest* requests, nuint count, int milliseconds);

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    public static partial int Control(int fd, nuint request, InterfaceRequest* argument);

    [LibraryImport("libc", EntryPoint = "if_nametoindex", StringMarshalling = StringMarshalling.Utf8)]
    public static partial uint InterfaceIndex(string name);

    [LibraryImport("libc", EntryPoint = "if_nameindex")]
    public static partial InterfaceName* InterfaceNames();

    [LibraryImport("libc", EntryPoint = "if_freenameindex")]
    public static partial void FreeInterfaceNames(InterfaceName* names);
}

/// <summary>struct sockaddr_ll.</summary>
internal struct LinkAddress
{
    public ushort Family;
    public ushort Protocol;
    public int Index;
    public ushort Hardware;
    public byte PacketType;
    public byte AddressLength;
    public ulong Address;
}

/// <summary>struct tpacket_req3.</summary>
internal struct RingRequest
{
    public uint BlockSize, Blocks, FrameSize, Frames, RetireMilliseconds, PrivateBytes, Features;
}

/// <summary>struct tpacket_stats_v3: counts since the last look.</summary>
internal struct RingStatistics
{
    public uint Packets, Drops, Freezes;
}

/// <summary>struct packet_mreq.</summary>
internal struct Membership
{
    public int Index;
    public ushort Type;
    public ushort AddressLength;
    public ulong Address;
}

/// <summary>struct pollfd.</summary>
internal struct PollRequest
{
    public int Descriptor;
    public short Events;
    public short Returned;
}

/// <summary>struct sock_fprog, and libpcap's struct bpf_program.</summary>
internal unsafe struct FilterProgram
{
    public uint Length;
    public void* Instructions;
}

/// <summary>struct if_nameindex.</summary>
internal unsafe struct InterfaceName
{
    public uint Index;
    public byte* Name;
}

/// <summary>struct ifreq: a name of up to 15 bytes, and a union of 24.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct InterfaceRequest
{
    public fixed byte Name[16];
    public fixed byte Value[24];
}
