using NetThreat.Core.Ledger;

namespace NetThreat.Web.Live;

/// <summary>Which of the packets that went no further are missing from the picture. Frames without IP are none of a flow meter's.</summary>
internal static class LossRule
{
    public static long LostOf(LedgerRow row) => row.Dropped.Where(d => d.Reason is not ("arp" or "unknown_ether_type")).Sum(d => d.Count);
}
