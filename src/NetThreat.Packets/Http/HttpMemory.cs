using NetThreat.Core.Flows;

namespace NetThreat.Packets.Http;

/// <summary>What the two directions of an HTTP connection must know of each other.</summary>
internal sealed class HttpMemory
{
    /// <summary>The transactions so far, requests and responses paired by their order.</summary>
    public List<HttpTransaction> Transactions { get; } = [];

    /// <summary>Methods of the requests whose responses have no body, or switch: bit by bit in order, 64 at most.</summary>
    public ulong Heads { get; set; }

    public ulong Connects { get; set; }

    public int Requests { get; set; }

    public int Responses { get; set; }

    /// <summary>How far a direction is read.</summary>
    public ref HttpPosition Position(bool originator)
    {
        if (originator) return ref _originator;
        return ref _responder;
    }

    private HttpPosition _originator, _responder;
}

/// <summary>A place in a stream.</summary>
/// <param name="At">Where the next message begins, or the chunked body that the last one has.</param>
/// <param name="Chunked">The latter.</param>
internal readonly record struct HttpPosition(int At, bool Chunked);
