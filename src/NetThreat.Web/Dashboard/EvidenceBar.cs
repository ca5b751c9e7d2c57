using NetThreat.Core.Findings;

namespace NetThreat.Web.Dashboard;

/// <summary>A value against its threshold as a length of 0 to 100: the threshold stands at <see cref="Mark"/>, each factor of ten beyond it adds as much again.</summary>
internal static class EvidenceBar
{
    public const int Mark = 25;

    /// <summary>Null where there is nothing to compare.</summary>
    public static double? Of(EvidenceNumber number)
    {
        if (!double.IsFinite(number.Threshold) || !double.IsFinite(number.Value) || number.Threshold <= 0 || number.Value < 0) return null;
        double ratio = number.Value / number.Threshold;
        return ratio <= 1 ? Mark * ratio : Math.Min(100, Mark + 25 * Math.Log10(ratio));
    }
}
