using System.IO.Compression;
using NetThreat.Core.Packets;

namespace NetThreat.Capture.Files;

/// <summary>Opens capture files: pcap and pcapng, plain or compressed with gzip, told by content.</summary>
public static class CaptureFile
{
    /// <summary>Standard input as a path, and its name.</summary>
    public const string StandardInput = "-";

    /// <param name="path">A file, or <see cref="StandardInput"/>.</param>
    /// <returns>A source that the caller disposes.</returns>
    /// <exception cref="CaptureException">The file cannot be opened or is not a capture; the message names the file and the fix.</exception>
    public static IPacketSource Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return path == StandardInput ? Open(Console.OpenStandardInput(), "standard input") : Open(OpenFile(path), path);
    }

    /// <summary>Reads a capture out of a stream, which the source then owns.</summary>
    /// <param name="name">What people call it; stands in messages.</param>
    /// <exception cref="CaptureException">The stream is not a capture.</exception>
    public static IPacketSource Open(Stream stream, string name)
    {
        var buffer = new CaptureBuffer(stream, CaptureLimits.MaxPacketBlock);
        try
        {
            return Detect(ref buffer, stream, name);
        }
        catch (Exception e)
        {
            buffer.Dispose();
            if (e is IOException or InvalidDataException or UnauthorizedAccessException) throw Unreadable(name, e);
            throw;
        }
    }

    private static CaptureFileSource Detect(ref CaptureBuffer buffer, Stream stream, string name)
    {
        buffer.Fill(4);
        if (CaptureFormat.IsGzip(buffer.Span))
        {
            // The bytes already read go before the rest of the stream, which need not be seekable.
            var compressed = new GZipStream(new PrefixedStream(buffer.Span.ToArray(), stream), CompressionMode.Decompress);
            buffer.Detach();
            buffer = new CaptureBuffer(compressed, CaptureLimits.MaxPacketBlock);
            buffer.Fill(4);
        }

        return new CaptureFileSource(name, buffer, Reader(buffer, name));
    }

    private static IRecordReader Reader(CaptureBuffer buffer, string name)
    {
        if (buffer.Available == 0) throw new CaptureException($"'{name}' is empty: name a capture with packets");
        if (CaptureFormat.IsPcapNg(buffer.Span)) return new PcapNgReader();
        if (!CaptureFormat.IsPcap(buffer.Span)) throw new CaptureException($"'{name}' {CaptureFormat.Advice(buffer.Span)}");
        if (!buffer.Fill(PcapReader.FileHeader)) throw new CaptureException($"'{name}' ends inside its file header: it was cut short, copy it again");
        var reader = PcapReader.FromHeader(buffer.Span);
        buffer.Consume(PcapReader.FileHeader);
        return reader;
    }

    private static FileStream OpenFile(string path)
    {
        if (Directory.Exists(path)) throw new CaptureException($"'{path}' is a folder: name a capture file in it");
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0, FileOptions.SequentialScan);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new CaptureException($"'{path}' does not exist: check the path", e);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new CaptureException($"'{path}' may not be read by this user: grant read permission on it", e);
        }
        catch (Exception e) when (e is IOException or ArgumentException or NotSupportedException)
        {
            throw Unreadable(path, e);
        }
    }

    private static CaptureException Unreadable(string name, Exception e) =>
        new($"'{name}' cannot be read: {e.Message.ReplaceLineEndings(" ")}", e);
}
