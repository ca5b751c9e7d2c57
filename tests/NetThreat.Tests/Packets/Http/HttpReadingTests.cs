using System.Text;
using NetThreat.Core.Flows;
using NetThreat.Core.Net;
using NetThreat.Packets.Applications;
using NetThreat.Packets.Http;
using NetThreat.Tests.Packets.Applications;

namespace NetThreat.Tests.Packets.Http;

public class HttpReadingTests
{
    private readonly RecordingSink _sink = new();
    private readonly HttpProtocol _http = new();

    [Fact]
    public void Pipelined_requests_meet_their_responses_in_order()
    {
        Request("GET /1 HTTP/1.1\r\nHost: a\r\n\r\nHEAD /2 HTTP/1.1\r\nHost: a\r\n\r\nPOST /3 HTTP/1.0\r\nContent-Length: 3\r\n\r\nxyzGET /4 HTTP/1.1\r\n\r\n");
        Response("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\nHTTP/1.1 201 Created\r\nContent-Length: 99\r\n\r\nHTTP/1.1 204 No\r\n\r\nHTTP/1.1 500 No\r\nContent-Length: 0\r\n\r\n");
        Assert.Equal([("GET", "/1", 200), ("HEAD", "/2", 201), ("POST", "/3", 204), ("GET", "/4", 500)], _sink.Http.Select(t => (t.Method!, t.Uri!, t.Status)));
        Assert.Equal(4, _sink.HttpRequests);
    }

    [Fact]
    public void A_stream_given_byte_by_byte_gives_each_fact_once()
    {
        byte[] stream = Encoding.ASCII.GetBytes("POST /u HTTP/1.1\r\nTransfer-Encoding: chunked\r\nAuthorization: Basic dXNlcjpwYXNz\r\n\r\n5\r\nhello\r\n0\r\n\r\nGET /v HTTP/1.1\r\n\r\n");
        for (int n = 1; n <= stream.Length; n++) _http.Read(Payload(stream.AsSpan(0, n), true, n - 1), _sink);
        Assert.Equal(["/u", "/v"], _sink.Http.Select(t => t.Uri!));
        Assert.Equal("user", _sink.Http[0].User);
    }

    [Fact]
    public void Transactions_beyond_the_sample_are_counted()
    {
        Request(string.Concat(Enumerable.Range(0, 20).Select(i => $"GET /{i} HTTP/1.1\r\n\r\n")));
        Assert.Equal((20, ApplicationFacts.MaxHttpTransactions), (_sink.HttpRequests, _sink.Http.Count));
    }

    [Fact]
    public void An_upgrade_is_noted()
    {
        Request("GET /chat HTTP/1.1\r\nUpgrade: websocket\r\n\r\n");
        Assert.False(Response("HTTP/1.1 101 Switching Protocols\r\nUpgrade: WebSocket\r\n\r\n"));
        Assert.Equal((101, "websocket"), (_sink.Http[0].Status, _sink.Http[0].Upgrade));
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\n", Recognition.Yes)]
    [InlineData("OPTIONS sip:x SIP/2.0\r\n", Recognition.No)]
    [InlineData("DESCRIBE rtsp://x RTSP/1.0\r\n", Recognition.No)]
    [InlineData("PRI * HTTP/2.0\r\n\r\n", Recognition.No)]
    [InlineData("HTTP/1.1 200 OK\r\n", Recognition.Yes)]
    [InlineData("HTTP/1.1 xx", Recognition.NeedMore)]
    [InlineData("HTTP/1.1 abc OK", Recognition.No)]
    [InlineData("GE", Recognition.NeedMore)]
    [InlineData("GET /x", Recognition.NeedMore)]
    [InlineData("get / HTTP/1.1\r\n", Recognition.No)]
    [InlineData("QUERY /q HTTP/1.1\r\n", Recognition.Yes)]
    [InlineData("EHLO example.org\r\n", Recognition.No)]
    public void The_first_line_decides(string text, Recognition expected) =>
        Assert.Equal(expected, _http.Recognize(Payload(Encoding.ASCII.GetBytes(text), true)));

    private bool Request(string text) => _http.Read(Payload(Encoding.ASCII.GetBytes(text), true), _sink);

    private bool Response(string text) => _http.Read(Payload(Encoding.ASCII.GetBytes(text), false), _sink);

    private static Payload Payload(ReadOnlySpan<byte> data, bool fromOriginator, int seen = 0) => new()
    {
        Data = data,
        WireLength = data.Length,
        FromOriginator = fromOriginator,
        Transport = IpProtocol.Tcp,
        OriginatorPort = 5000,
        ResponderPort = 80,
        Seen = seen,
    };
}
