using NetThreat.Core.Ledger;

namespace NetThreat.Capture.Collector;

/// <summary>Where datagrams of exporters come from: sockets, or a capture that holds them.</summary>
internal interface IDatagramSource : IDisposable
{
    /// <summary>What people call it.</summary>
    string Name { get; }

    /// <summary>Datagrams come when they come; a silent source still moves the clock.</summary>
    bool IsLive { get; }

    /// <summary>Datagrams that were lost before they could be handed over, by reason; running totals.</summary>
    IReadOnlyList<LedgerLoss> Losses { get; }

    /// <summary>Clears the batch and fills it; a live source returns an empty one after its poll interval.</summary>
    /// <returns>False at the end.</returns>
    bool Read(DatagramBatch batch, CancellationToken cancellation);

    /// <summary>Takes nothing new; what has come can still be read, until a batch is empty.</summary>
    void StopReceiving()
    {
    }
}
