using System.IO.Compression;

namespace NetThreat.Learning.Tables;

/// <summary>Text tables on disk: plain or gzip (by content, not by name), opened as often as needed.</summary>
public static class TableFile
{
    /// <summary>The file's text; <paramref name="share"/> tells how much of the file was read.</summary>
    /// <exception cref="LearningException">The file cannot be opened.</exception>
    public static Stream Open(string path, out Func<double?> share)
    {
        try
        {
            var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan);
            share = () => file.CanRead && file.Length > 0 ? (double)file.Position / file.Length : null;
            Span<byte> magic = stackalloc byte[2];
            bool compressed = file.ReadAtLeast(magic, 2, throwOnEndOfStream: false) == 2 && magic is [0x1F, 0x8B];
            file.Position = 0;
            return compressed ? new GZipStream(file, CompressionMode.Decompress) : file;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new LearningException($"{path} cannot be read: {e.Message}", e);
        }
    }

    /// <summary>The first records of a file.</summary>
    /// <param name="dialect">Its header is read as a record like any other.</param>
    public static IReadOnlyList<string[]> Head(string path, CsvDialect dialect, int records)
    {
        using var stream = Open(path, out _);
        return Head(stream, path, dialect, records);
    }

    /// <inheritdoc cref="Head(string, CsvDialect, int)"/>
    public static IReadOnlyList<string[]> Head(Stream stream, string name, CsvDialect dialect, int records)
    {
        var head = new List<string[]>();
        var tokenizer = new CsvTokenizer(stream, dialect);
        try
        {
            while (head.Count < records && tokenizer.Read())
                head.Add([.. Enumerable.Range(0, tokenizer.Count).Select(tokenizer.Text)]);
        }
        catch (Exception e) when (e is LearningException or InvalidDataException)
        {
            throw new LearningException($"{name}: {e.Message}", e);
        }
        return head;
    }
}
