using System.Text;
using NetThreat.Core.Randomness;
using NetThreat.Learning;
using NetThreat.Learning.Tables;

namespace NetThreat.Tests.Learning.Tables;

public sealed class CsvTokenizerTests
{
    [Theory]
    [InlineData("a,b\n1,2\n", "a|b;1|2")]
    [InlineData("a,b\r\n1,2", "a|b;1|2")]
    [InlineData("\u00EF\u00BB\u00BFa,b\n\n\r\n1,2\n", "a|b;1|2")]
    [InlineData("\"a,\"\"x\"\"\",\"two\nlines\"\r\n,\n", "a,\"x\"|two\nlines;|")]
    [InlineData("a,\"b\" ,\"\"\n", "a|b|")]
    [InlineData("a,b,\n1,,3", "a|b|;1||3")]
    [InlineData("in\"side,x\n", "in\"side|x")]
    [InlineData("", "")]
    public void Records_and_fields_are_found_whatever_the_size_of_reads(string text, string expected)
    {
        var bytes = Encoding.Latin1.GetBytes(text);
        foreach (int chunk in (int[])[1, 2, 3, 7, 4096]) Assert.Equal(expected, string.Join(';', TextFile.Records(bytes, null, chunk)));
    }

    [Theory]
    [InlineData("a,b\n\"1,2\n3,4\n", "line 2: a quote is opened and never closed")]
    [InlineData("a,b\n1,\"x\"y\n", "line 2: text after the closing quote of field 2")]
    public void Broken_quotes_are_named_with_their_line(string text, string message) =>
        Assert.Equal(message, Assert.Throws<LearningException>(() => TextFile.Records(Encoding.UTF8.GetBytes(text))).Message);

    [Fact]
    public void A_record_without_end_is_refused_at_the_limit()
    {
        var dialect = new CsvDialect { MaxRecordBytes = 1 << 17 };
        Assert.Contains("a record of more than", Assert.Throws<LearningException>(() => TextFile.Records(new byte[1 << 20], dialect)).Message, StringComparison.Ordinal);
        var wide = Encoding.UTF8.GetBytes(new string(',', 5000));
        Assert.Contains("more than 4096 fields", Assert.Throws<LearningException>(() => TextFile.Records(wide)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Utf16_is_refused_by_name() =>
        Assert.Contains("UTF-16", Assert.Throws<LearningException>(() => TextFile.Records([0xFF, 0xFE, (byte)'a', 0])).Message, StringComparison.Ordinal);

    [Fact]
    public void Fields_inside_the_last_one_are_split()
    {
        var dialect = new CsvDialect { Separator = (byte)'\t', Quotes = false, Comment = (byte)'#', LastFieldSeparator = "   " };
        Assert.Equal(["1|x|-|Malicious|Scan", "2|y|-|Benign|-"], TextFile.Records(Encoding.UTF8.GetBytes("#fields\ta\n1\tx\t-   Malicious   Scan\n2\ty\t-   Benign   -\n#close\n"), dialect));
    }

    [Fact]
    public void Lines_are_counted_through_quotes_and_blank_lines()
    {
        var tokenizer = new CsvTokenizer(new MemoryStream("h\n\n\"a\nb\"\nc\n"u8.ToArray()), new CsvDialect());
        var lines = new List<long>();
        while (tokenizer.Read()) lines.Add(tokenizer.Line);
        Assert.Equal([1, 3, 5], lines);
    }

    // Whatever the bytes: records come out the same for any size of reads, or the same fault does.
    [Fact]
    public void Random_bytes_never_break_it()
    {
        var random = new Xoshiro256(5);
        byte[] alphabet = [.. "a1,\"\r\n;\t "u8, 0, 0xFF, 0xEF];
        for (int round = 0; round < 3000; round++)
        {
            var text = new byte[random.Next() % 40];
            for (int i = 0; i < text.Length; i++) text[i] = alphabet[random.Next() % (ulong)alphabet.Length];
            Assert.Equal(Outcome(text, int.MaxValue), Outcome(text, 1 + (int)(random.Next() % 5)));
        }
    }

    private static string Outcome(byte[] text, int chunk)
    {
        try
        {
            return string.Join('\u0001', TextFile.Records(text, null, chunk));
        }
        catch (LearningException e)
        {
            return e.Message;
        }
    }
}
