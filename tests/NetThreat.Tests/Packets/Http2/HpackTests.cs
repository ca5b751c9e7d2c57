using NetThreat.Packets.Http2;

namespace NetThreat.Tests.Packets.Http2;

/// <summary>The examples of RFC 7541 appendix C.</summary>
public class HpackTests
{
    [Fact]
    public void Requests_with_huffman_coding()
    {
        var table = new HpackTable();
        Assert.Equal([":method=GET", ":scheme=http", ":path=/", ":authority=www.example.com"], Fields("828684418cf1e3c2e5f23a6ba0ab90f4ff", table));
        Assert.Equal([":method=GET", ":scheme=http", ":path=/", ":authority=www.example.com", "cache-control=no-cache"], Fields("828684be5886a8eb10649cbf", table));
        Assert.Equal([":method=GET", ":scheme=https", ":path=/index.html", ":authority=www.example.com", "custom-key=custom-value"], Fields("828785bf408825a849e95ba97d7f8925a849e95bb8e8b4bf", table));
    }

    [Fact]
    public void Literals_without_coding()
    {
        Assert.Equal(["custom-key=custom-header"], Fields("400a637573746f6d2d6b65790d637573746f6d2d686561646572", new HpackTable()));
        Assert.Equal([":path=/sample/path"], Fields("040c2f73616d706c652f70617468", new HpackTable()));
        Assert.Equal(["password=secret"], Fields("100870617373776f726406736563726574", new HpackTable()));
    }

    [Theory]
    [InlineData("ff")]
    [InlineData("80")]
    [InlineData("ffffffffffffff")]
    [InlineData("4085ffffffffff01ff")]
    [InlineData("40ffffff7f61")]
    public void Broken_blocks_end(string hex) => Assert.Empty(Fields(hex, new HpackTable()));

    private static List<string> Fields(string hex, HpackTable table)
    {
        var fields = new HpackReader(Convert.FromHexString(hex), table);
        var list = new List<string>();
        while (fields.Next()) list.Add($"{fields.Name}={fields.Value}");
        return list;
    }
}
