using System.Text.Json;

namespace NetThreat.Learning.Search;

/// <summary>
/// Finished trials as JSON lines in a stream of the caller. What an earlier run of the same search wrote is taken over; a last line that was
/// torn when that run ended is written again.
/// </summary>
internal sealed class SearchJournal
{
    private const int MaxBytes = 64 << 20;

    private readonly Stream? _stream;
    private readonly Dictionary<(int Trial, double Share), SearchTrial> _known = [];

    /// <param name="stream">Readable, writable and seekable, or null for none.</param>
    /// <exception cref="LearningException">It is the journal of another search, or none.</exception>
    public SearchJournal(Stream? stream, SearchHeader header)
    {
        _stream = stream;
        if (stream is null) return;
        if (!stream.CanSeek || !stream.CanRead || !stream.CanWrite) throw new LearningException("the journal of a search has to be readable, writable and seekable");
        if (stream.Length > MaxBytes) throw new LearningException($"the journal has {stream.Length} bytes, more than {MaxBytes >> 20} MB: it is none of ours");
        stream.Position = 0;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        int end = Read(bytes, header);
        stream.SetLength(end);
        stream.Position = end;
        if (end == 0) Write(JsonSerializer.SerializeToUtf8Bytes(header, SearchJson.Default.SearchHeader));
    }

    /// <summary>The finished trial, or null.</summary>
    public SearchTrial? Find(int trial, double share) => _known.GetValueOrDefault((trial, share));

    public void Add(SearchTrial trial)
    {
        _known[(trial.Trial, trial.Share)] = trial;
        if (_stream is not null) Write(JsonSerializer.SerializeToUtf8Bytes(trial, SearchJson.Default.SearchTrial));
    }

    private void Write(byte[] line)
    {
        _stream!.Write([.. line, (byte)'\n']);
        _stream.Flush();
    }

    /// <summary>The place after the last whole line.</summary>
    private int Read(ReadOnlySpan<byte> bytes, SearchHeader header)
    {
        int at = 0, number = 0;
        for (int length; (length = bytes[at..].IndexOf((byte)'\n')) >= 0; at += length + 1)
        {
            var line = bytes.Slice(at, length);
            number++;
            try
            {
                if (number == 1) Demand(JsonSerializer.Deserialize(line, SearchJson.Default.SearchHeader), header);
                else if (JsonSerializer.Deserialize(line, SearchJson.Default.SearchTrial) is { } trial) _known[(trial.Trial, trial.Share)] = trial;
            }
            catch (JsonException e)
            {
                throw new LearningException($"line {number} of the journal is no line of a search: name another file", e);
            }
        }
        return at;
    }

    private static void Demand(SearchHeader? found, SearchHeader expected)
    {
        if (found?.Digest != expected.Digest) throw new LearningException($"the journal is of another search ({found?.Search}), this one is {expected.Search}: name another file, or use the same data, seed and settings");
    }
}
