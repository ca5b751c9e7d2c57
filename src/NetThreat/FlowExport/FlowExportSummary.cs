using System.Globalization;
using NetThreat.Core.Ledger;

namespace NetThreat.FlowExport;

/// <summary>What went in and what came out.</summary>
/// <param name="Packets">Packets that the source delivered.</param>
/// <param name="Flows">Flows written.</param>
/// <param name="Evicted">Flows that ended early because the table was full.</param>
/// <param name="Late">Records of packets out of order.</param>
/// <param name="Lost">What the source could not deliver, by reason.</param>
/// <param name="Dropped">Packets that belong to no flow, by reason.</param>
internal sealed record FlowExportSummary(
    long Packets, long Flows, long Evicted, long Late, IReadOnlyList<LedgerLoss> Lost, IReadOnlyList<LedgerLoss> Dropped)
{
    /// <summary>Packets found inside tunnels.</summary>
    public long Decapsulated { get; init; }

    /// <summary>One line for people.</summary>
    public override string ToString()
    {
        var parts = new List<string>
        {
            string.Create(CultureInfo.InvariantCulture, $"{Packets} packets in"),
            string.Create(CultureInfo.InvariantCulture, $"{Flows} flows out"),
        };
        if (Decapsulated > 0) parts.Add(string.Create(CultureInfo.InvariantCulture, $"{Decapsulated} packets inside tunnels"));
        if (Evicted > 0) parts.Add(string.Create(CultureInfo.InvariantCulture, $"{Evicted} flows evicted"));
        if (Late > 0) parts.Add(string.Create(CultureInfo.InvariantCulture, $"{Late} records out of order"));
        if (Dropped.Count > 0) parts.Add("packets without a flow: " + List(Dropped));
        if (Lost.Count > 0) parts.Add("lost: " + List(Lost));
        return string.Join("; ", parts);
    }

    private static string List(IReadOnlyList<LedgerLoss> losses) =>
        string.Join(", ", losses.Select(l => string.Create(CultureInfo.InvariantCulture, $"{l.Reason} {l.Count}")));
}
