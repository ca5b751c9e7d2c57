namespace NetThreat.Flows;

/// <summary>How much the meter measures of a flow.</summary>
public enum MeterProfile
{
    /// <summary>The columns of CICFlowMeter and Zeek's counters; payload is not looked at.</summary>
    Basic,

    /// <summary>Everything: application facts and every feature.</summary>
    Full,
}
