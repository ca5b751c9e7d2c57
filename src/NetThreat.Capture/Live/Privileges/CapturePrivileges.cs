using System.Runtime.InteropServices;
using NetThreat.Core.Packets;

namespace NetThreat.Capture.Live.Privileges;

/// <summary>
/// Leaves a capturing process nothing but the right to capture. Rights belong to threads, and a runtime has many: so the program sheds
/// the others for good and starts itself anew, under the same process id, before it opens anything (capabilities(7), execve(2)).
/// </summary>
public static unsafe partial class CapturePrivileges
{
    /// <summary>CAP_NET_RAW.</summary>
    public const ulong NetRaw = 1UL << 13;

    /// <summary>CAP_NET_BIND_SERVICE: to listen on a port below 1024.</summary>
    public const ulong NetBindService = 1UL << 10;

    private const int BoundingDrop = 24, NoNewPrivileges = 38, Ambient = 47, AmbientLower = 3;
    private const int LastCapability = 63;

    /// <summary>Returns when the process holds no more than <paramref name="keep"/>; otherwise becomes a process that does, with the same arguments.</summary>
    /// <exception cref="CaptureException">The rights cannot be given up.</exception>
    public static void KeepOnly(ulong keep)
    {
        if (!OperatingSystem.IsLinux()) return;
        var held = HeldCapabilities.Read();
        if ((held.Permitted & ~keep) == 0) return;
        Drop(held, keep);
        if (Control(NoNewPrivileges, 1, 0, 0, 0) != 0) throw Failed("forbid itself new rights");
        Restart();
    }

    private static void Drop(HeldCapabilities held, ulong keep)
    {
        for (int c = 0; c <= LastCapability; c++)
        {
            ulong bit = 1UL << c;
            if ((keep & bit) != 0) continue;
            if ((held.Ambient & bit) != 0) _ = Control(Ambient, AmbientLower, (nuint)c, 0, 0);
            if ((held.Bounding & bit) != 0 && Control(BoundingDrop, (nuint)c, 0, 0, 0) != 0) throw Failed("give up its rights");
        }

        // What may be inherited would come back with the next program.
        var header = new CapabilityHeader { Version = CapabilityHeader.Version3 };
        Span<uint> sets = [(uint)(held.Permitted & keep), (uint)(held.Permitted & keep), 0, 0, 0, 0];
        fixed (uint* data = sets)
            if (SetCapabilities(&header, data) != 0) throw Failed("give up its rights");
    }

    private static void Restart()
    {
        byte[] line = File.ReadAllBytes("/proc/self/cmdline");
        int count = line.Count(b => b == 0);
        byte** arguments = (byte**)NativeMemory.AllocZeroed((nuint)(count + 1), (nuint)sizeof(byte*));
        fixed (byte* text = line)
        {
            byte* at = text;
            for (int i = 0; i < count; i++)
            {
                arguments[i] = at;
                at += MemoryMarshal.CreateReadOnlySpanFromNullTerminated(at).Length + 1;
            }

            _ = Execute("/proc/self/exe", arguments);
        }

        throw Failed("start itself anew");
    }

    private static CaptureException Failed(string what) =>
        new($"the process cannot {what} ({Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}): set Capture:KeepPrivileges to keep them");

    [LibraryImport("libc", EntryPoint = "prctl", SetLastError = true)]
    private static partial int Control(int option, nuint a, nuint b, nuint c, nuint d);

    [LibraryImport("libc", EntryPoint = "capset", SetLastError = true)]
    private static partial int SetCapabilities(CapabilityHeader* header, uint* sets);

    [LibraryImport("libc", EntryPoint = "execv", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int Execute(string path, byte** arguments);

    /// <summary>struct __user_cap_header_struct; process 0 is the calling thread.</summary>
    private struct CapabilityHeader
    {
        public const uint Version3 = 0x2008_0522;
        public uint Version;
        public int Process;
    }
}
