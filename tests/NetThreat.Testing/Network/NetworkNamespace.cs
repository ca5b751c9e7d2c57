using System.Diagnostics;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;

namespace NetThreat.Testing.Network;

/// <summary>
/// A network of its own with a pair of interfaces joined by a wire: what goes out of <see cref="Sender"/> comes in at <see cref="Tap"/>.
/// Nothing in it speaks by itself, and it is gone with its owner.
/// </summary>
public sealed partial class NetworkNamespace : IDisposable
{
    public const string Sender = "sender", Tap = "tap";

    private static int s_count;

    private NetworkNamespace(string name) => Name = name;

    public string Name { get; }

    /// <summary>Makes one.</summary>
    /// <exception cref="InvalidOperationException">That is not possible here; the message says why.</exception>
    public static NetworkNamespace Create()
    {
        var made = new NetworkNamespace($"netthreat-{Environment.ProcessId}-{Interlocked.Increment(ref s_count)}");
        Command("ip", "netns", "add", made.Name);
        try
        {
            // Without IPv6 the kernel sends nothing by itself.
            made.Run("sh", "-c", "for f in /proc/sys/net/ipv6/conf/*/disable_ipv6; do [ ! -e $f ] || echo 1 > $f; done");
            made.Connect();
            return made;
        }
        catch
        {
            made.Dispose();
            throw;
        }
    }

    /// <summary>Makes the wire, or makes it again.</summary>
    public void Connect()
    {
        Run("ip", "link", "add", Sender, "type", "veth", "peer", "name", Tap);
        foreach (string end in (string[])[Sender, Tap])
        {
            Run("ip", "link", "set", end, "mtu", "65535", "addrgenmode", "none");
            Run("ip", "link", "set", end, "arp", "off", "up");
        }
    }

    /// <summary>Runs a program in the namespace.</summary>
    /// <returns>Its standard output.</returns>
    public string Run(params string[] command) => Command("ip", ["netns", "exec", Name, .. command]);

    /// <summary>Plays a capture onto the wire as fast as it goes, on one processor, so that packets keep their order.</summary>
    /// <returns>What the program said.</returns>
    public string Replay(string capture, params string[] options) =>
        Run(["taskset", "-c", "0", "tcpreplay", "--quiet", .. options.Length > 0 ? options : ["--topspeed"], "-i", Sender, capture]);

    /// <summary>Packets that have come in at the tap, by the interface's own count.</summary>
    public long Received() => long.Parse(Run("cat", $"/sys/class/net/{Tap}/statistics/rx_packets"), System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Runs code whose sockets belong to the namespace.</summary>
    public T Inside<T>(Func<T> work)
    {
        T? result = default;
        ExceptionDispatchInfo? fault = null;
        // A namespace belongs to a thread, and this one's ends here.
        var thread = new Thread(() =>
        {
            try
            {
                using var handle = File.OpenHandle($"/var/run/netns/{Name}");
                if (SetNamespace((int)handle.DangerousGetHandle(), 0) != 0) throw new InvalidOperationException($"setns failed: {Marshal.GetLastPInvokeErrorMessage()}");
                result = work();
            }
            catch (Exception e)
            {
                fault = ExceptionDispatchInfo.Capture(e);
            }
        });
        thread.Start();
        thread.Join();
        fault?.Throw();
        return result!;
    }

    public void Dispose() => Command("ip", "netns", "delete", Name);

    private static string Command(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        string error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output.Result : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)}: {error.Trim()}");
    }

    [LibraryImport("libc", EntryPoint = "setns", SetLastError = true)]
    private static partial int SetNamespace(int descriptor, int kind);
}
