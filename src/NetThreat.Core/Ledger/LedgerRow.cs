using NetThreat.Core.Time;

namespace NetThreat.Core.Ledger;

/// <summary>Records that a stage did not hand on, by reason.</summary>
/// <param name="Reason">A stable snake_case name, for example <c>truncated_ip_header</c>.</param>
public readonly record struct LedgerLoss(string Reason, long Count);

/// <summary>
/// What one stage did with one stream from the stream's start to the end of one minute of event time:
/// <c>In = Out + sum(Dropped) + Held</c>. Counts are running totals (the difference of two rows is what happened between them), and
/// <paramref name="Held"/> is counted by itself, not derived, so that a row that does not balance shows a fault.
/// A row replaces an earlier one of the same key when its revision is higher.
/// </summary>
/// <param name="Stage">capture, meter, detect, correlate, …</param>
/// <param name="Unit">packets, records, findings.</param>
/// <param name="Stream">The stream, or topic/partition for a worker's stage.</param>
/// <param name="Minute">Start of the minute of event time.</param>
/// <param name="In">Taken in.</param>
/// <param name="Out">Handed on.</param>
/// <param name="Held">Still inside the stage.</param>
/// <param name="Dropped">By reason; a reason occurs once.</param>
/// <param name="Revision">Rises with every report of the row.</param>
public sealed record LedgerRow(
    string Stage, string Unit, string Stream, Timestamp Minute, long In, long Out, long Held, IReadOnlyList<LedgerLoss> Dropped, long Revision)
{
    public long DroppedTotal => Dropped.Sum(d => d.Count);

    /// <summary>Zero when the row accounts for everything.</summary>
    public long Unaccounted => In - Out - Held - DroppedTotal;
}
