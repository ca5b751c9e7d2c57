using NetThreat.Core.Flows;

namespace NetThreat.Packets.Http2;

/// <summary>One HTTP/2 connection: transactions by stream, and how far each direction is read.</summary>
internal sealed class Http2Memory
{
    public Dictionary<uint, int> Streams { get; } = [];

    public List<HttpTransaction> Transactions { get; } = [];

    public int Requests { get; set; }

    public Http2Side Originator { get; } = new();

    public Http2Side Responder { get; } = new();
}

/// <summary>One direction.</summary>
internal sealed class Http2Side
{
    public HpackTable Table { get; } = new();

    /// <summary>Where the next frame begins.</summary>
    public int At { get; set; }

    /// <summary>A header block whose end comes in a CONTINUATION frame.</summary>
    public List<byte>? Block { get; set; }
}
