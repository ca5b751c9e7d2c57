using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using NetThreat.Core.Packets;

namespace NetThreat.Capture.Sensor;

/// <summary>What tells one start of a sensor from another: the second half of a stream's identity.</summary>
public static class RunId
{
    private const int DigestedBytes = 64 * 1024;

    /// <summary>The same for the same file, so that reading it again repeats the stream: a digest of its name, size and first 64 KiB.</summary>
    /// <exception cref="CaptureException">The file cannot be read.</exception>
    public static string OfFile(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            var head = new byte[DigestedBytes];
            int n = file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
            return Digest(Path.GetFileName(path), file.Length, head.AsSpan(0, n));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new CaptureException($"'{path}' cannot be read: {e.Message.ReplaceLineEndings(" ")}", e);
        }
    }

    /// <summary>The same for the same files in the same order; of one file, that of <see cref="OfFile"/>. A file among several that cannot be read counts by its name.</summary>
    /// <exception cref="CaptureException">The only file cannot be read.</exception>
    public static string OfFiles(IReadOnlyList<string> paths)
    {
        if (paths is [var one]) return OfFile(one);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (string path in paths) hash.AppendData(Encoding.UTF8.GetBytes(NameOf(path)));
        return "files-" + Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 16));
    }

    private static string NameOf(string path)
    {
        try
        {
            return OfFile(path);
        }
        catch (CaptureException)
        {
            return Path.GetFileName(path);
        }
    }

    /// <summary>A run of which a filter lets only some packets pass: another one than without it.</summary>
    public static string OfFiltered(string run, string filter) =>
        filter.Length == 0 ? run : $"{run}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(filter)).AsSpan(0, 4))}";

    /// <summary>For a source that cannot be read again: new with every call, ordered by time.</summary>
    public static string OfStart(TimeProvider time) => Guid.CreateVersion7(time.GetUtcNow()).ToString("N");

    private static string Digest(string name, long size, ReadOnlySpan<byte> head)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> number = stackalloc byte[8];
        var text = Encoding.UTF8.GetBytes(name);
        BinaryPrimitives.WriteInt64LittleEndian(number, text.Length);
        hash.AppendData(number);
        hash.AppendData(text);
        BinaryPrimitives.WriteInt64LittleEndian(number, size);
        hash.AppendData(number);
        hash.AppendData(head);
        return "file-" + Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 16));
    }
}
