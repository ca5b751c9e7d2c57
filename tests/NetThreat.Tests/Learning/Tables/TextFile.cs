using System.Text;
using NetThreat.Learning.Tables;

namespace NetThreat.Tests.Learning.Tables;

/// <summary>Small files for tests of readers.</summary>
internal sealed class TextFile : IDisposable
{
    public TextFile(byte[] content)
    {
        Path = System.IO.Path.GetTempFileName();
        File.WriteAllBytes(Path, content);
    }

    public TextFile(string content)
        : this(Encoding.UTF8.GetBytes(content))
    {
    }

    public string Path { get; }

    public void Dispose() => File.Delete(Path);

    /// <summary>All records of a text, fields joined by bars.</summary>
    public static List<string> Records(byte[] text, CsvDialect? dialect = null, int chunk = int.MaxValue)
    {
        var tokenizer = new CsvTokenizer(new ChunkStream(text, chunk), dialect ?? new CsvDialect());
        var records = new List<string>();
        while (tokenizer.Read()) records.Add(string.Join('|', Enumerable.Range(0, tokenizer.Count).Select(tokenizer.Text)));
        return records;
    }

    /// <summary>A stream that gives few bytes at a time.</summary>
    private sealed class ChunkStream(byte[] content, int chunk) : MemoryStream(content)
    {
        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, chunk));
    }
}
