using System.Globalization;
using System.Net.Sockets;

namespace NetThreat.Capture.Collector;

/// <summary>Datagrams that the kernel dropped because a socket's buffer was full: the last column of /proc/net/udp and udp6 (Linux; elsewhere nothing is known).</summary>
internal static class UdpDrops
{
    private const int InodeColumn = 9;

    /// <summary>The inode by which the kernel names a socket; null where that cannot be told.</summary>
    public static string? InodeOf(Socket socket)
    {
        try
        {
            string? target = new FileInfo($"/proc/self/fd/{socket.Handle}").LinkTarget;
            return target is not null && target.StartsWith("socket:[", StringComparison.Ordinal) ? target[8..^1] : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Drops so far of the sockets together.</summary>
    public static long Read(IReadOnlyCollection<string> inodes) => inodes.Count == 0 ? 0 : Read("/proc/net/udp", inodes) + Read("/proc/net/udp6", inodes);

    private static long Read(string table, IReadOnlyCollection<string> inodes)
    {
        try
        {
            return File.ReadLines(table).Skip(1).Sum(line => Drops(line, inodes));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return 0;
        }
    }

    private static long Drops(string line, IReadOnlyCollection<string> inodes)
    {
        string[] columns = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return columns.Length > InodeColumn && inodes.Contains(columns[InodeColumn]) && long.TryParse(columns[^1], NumberStyles.None, CultureInfo.InvariantCulture, out long drops) ? drops : 0;
    }
}
