using NetThreat.Core.Ledger;

namespace NetThreat.Web.Api.Model;

/// <summary>Running totals of a stage and stream at the end of a minute: in = out + dropped + held + unaccounted, and unaccounted is zero unless there is a fault.</summary>
internal sealed record LedgerRowDto(
    string Stage, string Unit, string Stream, string? Minute, long In, long Out, long Held, long DroppedTotal, IReadOnlyDictionary<string, long> Dropped,
    long Unaccounted, bool Balanced)
{
    public static LedgerRowDto Of(LedgerRow row)
    {
        var dropped = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (var loss in row.Dropped) dropped[loss.Reason] = dropped.GetValueOrDefault(loss.Reason) + loss.Count;
        return new(row.Stage, row.Unit, row.Stream, row.Minute.Text(), row.In, row.Out, row.Held, row.DroppedTotal, dropped, row.Unaccounted, row.Unaccounted == 0);
    }
}
