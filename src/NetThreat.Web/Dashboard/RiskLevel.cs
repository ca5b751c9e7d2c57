namespace NetThreat.Web.Dashboard;

/// <summary>Risk in words, for people who scan a list.</summary>
internal readonly record struct RiskLevel(string Name, string Style)
{
    public static RiskLevel Of(double risk) => risk switch
    {
        >= 0.9 => new("Critical", "risk-critical"),
        >= 0.7 => new("High", "risk-high"),
        >= 0.4 => new("Medium", "risk-medium"),
        _ => new("Low", "risk-low"),
    };
}
