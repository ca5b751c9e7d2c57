using NetThreat.Core.Ledger;
using NetThreat.Core.Packets;

namespace NetThreat.Capture.Files;

/// <summary>One capture format: finds the next record in the window.</summary>
internal interface IRecordReader
{
    /// <summary>Looks at the record at the head of the window and consumes it if it is whole.</summary>
    /// <param name="mayFill">False while the batch holds packets, which point into the window.</param>
    RecordResult Next(CaptureBuffer buffer, PacketBatch batch, bool mayFill);

    /// <summary>What is wrong at the place where <see cref="RecordResult.Corrupt"/> was returned.</summary>
    string Fault { get; }

    /// <summary>Packets whose time had to be clamped to the range of a timestamp.</summary>
    long ClampedTimes { get; }

    /// <summary>Packets that the capturing program says it did not get, by reason.</summary>
    IReadOnlyList<LedgerLoss> Drops => [];
}
