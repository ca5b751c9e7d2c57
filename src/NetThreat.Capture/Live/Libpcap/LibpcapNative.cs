using System.Reflection;
using System.Runtime.InteropServices;
using NetThreat.Core.Packets;

namespace NetThreat.Capture.Live.Libpcap;

/// <summary>The libpcap of the system (pcap(3PCAP)), under the names that systems give it.</summary>
internal static unsafe partial class LibpcapNative
{
    public const int ErrorBytes = 256, NotActivated = -3, NoPermission = -8, NoSuchDevice = -5, NotUp = -9, PromiscuousPermission = -11;
    public const int Incoming = 1, NanosecondPrecision = 1;

    private const string Name = "pcap";

    private static readonly string[] s_files = ["libpcap.so.0.8", "libpcap.so.1", "libpcap.so", "libpcap.A.dylib", "libpcap.dylib", "wpcap.dll"];

    private static readonly Lazy<nint> s_library = new(() =>
    {
        foreach (string file in s_files)
            if (NativeLibrary.TryLoad(file, out nint handle)) return handle;
        return 0;
    });

    static LibpcapNative() => NativeLibrary.SetDllImportResolver(typeof(LibpcapNative).Assembly, Resolve);

    public static bool IsPresent => s_library.Value != 0;

    /// <exception cref="CaptureException">The system has no libpcap.</exception>
    public static void Require(string what)
    {
        if (!IsPresent) throw new CaptureException($"{what} needs libpcap, which this system lacks: install it (Debian and Ubuntu: apt install libpcap0.8; Fedora: dnf install libpcap)");
    }

    [LibraryImport(Name, EntryPoint = "pcap_create", StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint Create(string device, byte* error);

    [LibraryImport(Name, EntryPoint = "pcap_open_dead")]
    public static partial nint OpenDead(int linkType, int snapLength);

    [LibraryImport(Name, EntryPoint = "pcap_set_snaplen")]
    public static partial int SetSnapLength(nint handle, int bytes);

    [LibraryImport(Name, EntryPoint = "pcap_set_promisc")]
    public static partial int SetPromiscuous(nint handle, int on);

    [LibraryImport(Name, EntryPoint = "pcap_set_timeout")]
    public static partial int SetTimeout(nint handle, int milliseconds);

    [LibraryImport(Name, EntryPoint = "pcap_set_buffer_size")]
    public static partial int SetBufferSize(nint handle, int bytes);

    [LibraryImport(Name, EntryPoint = "pcap_set_tstamp_precision")]
    public static partial int SetPrecision(nint handle, int precision);

    [LibraryImport(Name, EntryPoint = "pcap_get_tstamp_precision")]
    public static partial int GetPrecision(nint handle);

    [LibraryImport(Name, EntryPoint = "pcap_activate")]
    public static partial int Activate(nint handle);

    [LibraryImport(Name, EntryPoint = "pcap_setnonblock")]
    public static partial int SetNonBlocking(nint handle, int on, byte* error);

    [LibraryImport(Name, EntryPoint = "pcap_setdirection")]
    public static partial int SetDirection(nint handle, int direction);

    [LibraryImport(Name, EntryPoint = "pcap_get_selectable_fd")]
    public static partial int SelectableDescriptor(nint handle);

    [LibraryImport(Name, EntryPoint = "pcap_datalink")]
    public static partial int DataLink(nint handle);

    [LibraryImport(Name, EntryPoint = "pcap_dispatch")]
    public static partial int Dispatch(nint handle, int count, delegate* unmanaged[Cdecl]<byte*, PacketHeader*, byte*, void> callback, nint user);

    [LibraryImport(Name, EntryPoint = "pcap_stats")]
    public static partial int Statistics(nint handle, LibpcapStatistics* statistics);

    [LibraryImport(Name, EntryPoint = "pcap_geterr")]
    public static partial nint Error(nint handle);

    [LibraryImport(Name, EntryPoint = "pcap_compile", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Compile(nint handle, Linux.FilterProgram* program, string expression, int optimize, uint netmask);

    [LibraryImport(Name, EntryPoint = "pcap_setfilter")]
    public static partial int SetFilter(nint handle, Linux.FilterProgram* program);

    [LibraryImport(Name, EntryPoint = "pcap_freecode")]
    public static partial void FreeCode(Linux.FilterProgram* program);

    /// <summary>Runs a program over one packet; short and without callbacks, so that the collector may wait for it.</summary>
    [LibraryImport(Name, EntryPoint = "pcap_offline_filter"), SuppressGCTransition]
    public static partial int Matches(Linux.FilterProgram* program, PacketHeader* header, byte* data);

    [LibraryImport(Name, EntryPoint = "pcap_close")]
    public static partial void Close(nint handle);

    /// <summary>What the handle says of its last error.</summary>
    public static string ErrorText(nint handle) => Marshal.PtrToStringUTF8(Error(handle)) ?? "";

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? path) => name == Name ? s_library.Value : 0;
}

/// <summary>struct pcap_pkthdr, where time is two machine words.</summary>
internal struct PacketHeader
{
    public nint Seconds;
    public nint Fraction;
    public uint Captured;
    public uint Length;
}

/// <summary>struct pcap_stat: running totals that wrap.</summary>
internal struct LibpcapStatistics
{
    public uint Received, Dropped, InterfaceDropped;
}
