using System.Runtime.InteropServices;
using NetThreat.Capture.Live.Linux;
using NetThreat.Core.Packets;

namespace NetThreat.Capture.Live.Libpcap;

/// <summary>Opens an interface by libpcap.</summary>
internal static unsafe class LibpcapOpener
{
    /// <exception cref="CaptureException">The interface is not there, is down, or may not be captured.</exception>
    public static LibpcapCapture Open(string name, CaptureOptions options, string filter, TimeProvider time)
    {
        LibpcapNative.Require($"capturing on '{name}'");
        byte* error = stackalloc byte[LibpcapNative.ErrorBytes];
        nint handle = LibpcapNative.Create(name, error);
        if (handle == 0) throw new CaptureException($"'{name}' cannot be opened: {Marshal.PtrToStringUTF8((nint)error)}");
        try
        {
            Activate(handle, name, options);
            if (filter.Length > 0) Attach(handle, filter);
            if (LibpcapNative.SetNonBlocking(handle, 1, error) < 0) throw new CaptureException($"'{name}' cannot be read: {Marshal.PtrToStringUTF8((nint)error)}");
            // On loopback every packet would come twice. Where this is not known the library does it by itself, or not at all.
            if (name is "lo" or "lo0") _ = LibpcapNative.SetDirection(handle, LibpcapNative.Incoming);
            return new LibpcapCapture(handle, options.SnapLength, time);
        }
        catch
        {
            LibpcapNative.Close(handle);
            throw;
        }
    }

    private static void Activate(nint handle, string name, CaptureOptions options)
    {
        _ = LibpcapNative.SetSnapLength(handle, options.SnapLength);
        _ = LibpcapNative.SetPromiscuous(handle, options.Promiscuous ? 1 : 0);
        _ = LibpcapNative.SetTimeout(handle, (int)options.BlockTimeout.TotalMilliseconds);
        _ = LibpcapNative.SetBufferSize(handle, (int)Math.Min(options.RingBytes, int.MaxValue));
        _ = LibpcapNative.SetPrecision(handle, LibpcapNative.NanosecondPrecision);
        int result = LibpcapNative.Activate(handle);
        if (result >= 0) return;
        throw new CaptureException(result switch
        {
            LibpcapNative.NoPermission or LibpcapNative.PromiscuousPermission => CapturePermission.Advice(name),
            LibpcapNative.NoSuchDevice when OperatingSystem.IsLinux() => $"there is no interface '{name}': there {LinuxInterface.Existing()}",
            LibpcapNative.NotUp => $"'{name}' is down: bring it up with 'ip link set {name} up'",
            _ => $"'{name}' cannot be captured: {LibpcapNative.ErrorText(handle)}",
        });
    }

    private static void Attach(nint handle, string filter)
    {
        FilterProgram program;
        if (LibpcapNative.Compile(handle, &program, filter, 1, 0xFFFF_FFFF) != 0)
            throw new CaptureException($"the filter '{filter}' does not fit: {LibpcapNative.ErrorText(handle)} (see 'man pcap-filter')");
        int result = LibpcapNative.SetFilter(handle, &program);
        LibpcapNative.FreeCode(&program);
        if (result != 0) throw new CaptureException($"the filter '{filter}' cannot be set: {LibpcapNative.ErrorText(handle)}");
    }
}
