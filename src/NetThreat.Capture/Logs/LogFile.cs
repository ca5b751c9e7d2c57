using System.IO.Compression;
using NetThreat.Core.Packets;

namespace NetThreat.Capture.Logs;

/// <summary>One log file read to its end: lines of text, plain or compressed with gzip. The last line needs no end.</summary>
internal sealed class LogFile : IDisposable
{
    /// <summary>Longer lines are passed over, counted as broken.</summary>
    public const int MaxLine = 1 << 20;

    private readonly Stream _stream;
    private readonly string _name;
    private readonly LogLineReader _reader = new();
    private readonly LineSplitter _lines = new(MaxLine);
    private bool _ended;

    /// <exception cref="CaptureException">The file cannot be opened.</exception>
    public LogFile(string path)
    {
        _name = path;
        try
        {
            Stream file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1 << 16, FileOptions.SequentialScan);
            bool gzip = file.ReadByte() == 0x1F && file.ReadByte() == 0x8B;
            file.Position = 0;
            _stream = gzip ? new GZipStream(file, CompressionMode.Decompress) : file;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CaptureException($"'{path}' cannot be read: {e.Message.ReplaceLineEndings(" ")}", e);
        }
    }

    /// <summary>The next row.</summary>
    /// <param name="broken">Lines before it that are no rows.</param>
    /// <returns>False at the end.</returns>
    /// <exception cref="CaptureException">The file cannot be read on.</exception>
    public bool TryNext(LogRow row, out int broken)
    {
        broken = 0;
        while (true)
        {
            while (_lines.TryNext(_ended, out var line))
            {
                if (_reader.TryRead(line, row, out bool bad)) return true;
                if (bad) broken++;
            }

            broken += _lines.TakeTooLong();
            if (_ended) return false;
            _ended = !Fill();
        }
    }

    public void Dispose() => _stream.Dispose();

    private bool Fill()
    {
        try
        {
            return _lines.Fill(_stream) > 0;
        }
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            throw new CaptureException($"'{_name}' cannot be read on: {e.Message.ReplaceLineEndings(" ")}", e);
        }
    }
}
