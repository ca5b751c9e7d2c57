using System.Text;
using NetThreat.FlowExport;
using NetThreat.FlowExport.Zeek;

namespace NetThreat.Tests.FlowExport;

public class ZeekConnWriterTests
{
    [Fact]
    public void The_header_is_zeeks()
    {
        using var stream = new MemoryStream();
        var buffer = new TextBuffer(stream);
        new ZeekConnWriter(new ZeekTsvEncoder(TimeProvider.System)).Begin(buffer);
        buffer.Flush();
        string[] lines = Encoding.UTF8.GetString(stream.ToArray()).Split('\n');
        Assert.Equal(["#separator \\x09", "#set_separator\t,", "#empty_field\t(empty)", "#unset_field\t-", "#path\tconn"], lines[..5]);
        Assert.StartsWith("#open\t", lines[5], StringComparison.Ordinal);
        Assert.Equal(lines[6].Split('\t').Length, lines[7].Split('\t').Length);
        Assert.StartsWith("#fields\tts\tuid\tid.orig_h", lines[6], StringComparison.Ordinal);
        Assert.EndsWith("\tip_proto\tcommunity_id", lines[6], StringComparison.Ordinal);
    }
}
