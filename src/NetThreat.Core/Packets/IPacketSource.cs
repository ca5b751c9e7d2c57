namespace NetThreat.Core.Packets;

/// <summary>Where packets come from: a capture file, standard input, an interface, the simulator.</summary>
public interface IPacketSource : IDisposable
{
    /// <summary>What people call it: a file name, an interface.</summary>
    string Name { get; }

    /// <summary>True where packets come at their capture time, so that a silent wire still advances the clock.</summary>
    bool IsLive { get; }

    /// <summary>
    /// Clears the batch and fills it. Blocks for the first packet at most until <paramref name="cancellation"/>; a live source returns
    /// an empty batch after its poll interval without traffic.
    /// </summary>
    /// <returns>False at the end of the source (the batch is then empty).</returns>
    /// <exception cref="CaptureException">The input is not a capture or cannot be read; nothing after it can be trusted.</exception>
    bool Read(PacketBatch batch, CancellationToken cancellation);

    /// <summary>What the source itself lost or could not hand over, by reason; packets it never delivered.</summary>
    IReadOnlyList<Ledger.LedgerLoss> Losses { get; }
}

/// <summary>An input that cannot be read. The message is one line that names the input and the fix.</summary>
public sealed class CaptureException : Exception
{
    public CaptureException(string message) : base(message)
    {
    }

    public CaptureException(string message, Exception inner) : base(message, inner)
    {
    }

    public CaptureException()
    {
    }
}
