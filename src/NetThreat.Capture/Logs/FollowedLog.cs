
namespace NetThreat.Capture.Logs;

/// <summary>
/// One log file that grows, as tail -F reads it: a last line without an end waits for its rest; a file that was cut begins anew; a file that
/// was replaced (rotation) is read to its end, and then the new one.
/// </summary>
internal sealed class FollowedLog(string path) : IDisposable
{
    private const int FingerprintBytes = 512;

    private readonly LineSplitter _lines = new(LogFile.MaxLine);
    private LogLineReader _reader = new();
    private FileStream? _file;
    private byte[] _fingerprint = [];

    public string Path => path;

    /// <summary>The next row that is there now.</summary>
    /// <returns>False when nothing new is there.</returns>
    public bool TryNext(LogRow row, out int broken)
    {
        broken = 0;
        for (int tries = 0; tries < 2;)
        {
            while (_lines.TryNext(last: false, out var line))
            {
                if (_reader.TryRead(line, row, out bool bad)) return true;
                if (bad) broken++;
            }

            broken += _lines.TakeTooLong();
            if (!Fill() && !Replaced()) return false;
            if (_file is null) tries++;
        }

        return false;
    }

    public void Dispose() => _file?.Dispose();

    private bool Fill()
    {
        try
        {
            _file ??= Open();
            if (_file is null) return false;
            // The file was cut in place: it begins anew.
            if (_file.Length < _file.Position) Begin(_file);
            if (_fingerprint.Length < FingerprintBytes && _file.Length > _fingerprint.Length) _fingerprint = Fingerprint(_file);
            return _lines.Fill(_file) > 0;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Another file has the name now: the old one is at its end.</summary>
    private bool Replaced()
    {
        if (_file is null) return false;
        try
        {
            using var now = Open();
            if (now is null || (now.Length >= _file.Length && Fingerprint(now).AsSpan().StartsWith(_fingerprint))) return false;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }

        _file.Dispose();
        _file = null;
        _fingerprint = [];
        _reader = new();
        _lines.Reset();
        return true;
    }

    private void Begin(FileStream file)
    {
        file.Position = 0;
        _fingerprint = [];
        _reader = new();
        _lines.Reset();
    }

    private FileStream? Open()
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    private static byte[] Fingerprint(FileStream file)
    {
        long at = file.Position;
        file.Position = 0;
        var bytes = new byte[Math.Min(FingerprintBytes, file.Length)];
        int n = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        file.Position = at;
        return bytes[..n];
    }
}
