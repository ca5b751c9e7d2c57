using System.Globalization;

namespace NetThreat.Capture.Live.Privileges;

/// <summary>The capabilities of this process, as the kernel tells them (proc(5)).</summary>
internal sealed record HeldCapabilities(ulong Permitted, ulong Bounding, ulong Ambient)
{
    public static HeldCapabilities Read() => Parse(File.ReadLines("/proc/self/status"));

    public static HeldCapabilities Parse(IEnumerable<string> status)
    {
        var sets = status.Select(l => l.Split(':', 2)).Where(l => l.Length == 2 && l[0].StartsWith("Cap", StringComparison.Ordinal))
            .ToDictionary(l => l[0], l => ulong.Parse(l[1].Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture));
        return new(sets.GetValueOrDefault("CapPrm"), sets.GetValueOrDefault("CapBnd"), sets.GetValueOrDefault("CapAmb"));
    }
}
