namespace NetThreat.Core.Flows;

/// <summary>
/// What is odd about packets of a flow, as a set. Bits are on the wire and never change their meaning. The name in snake_case is what
/// exports, metrics and evidence print; the summary of each is its entry in the generated page.
/// </summary>
[Flags]
public enum Anomaly : ulong
{
    None = 0,

    /// <summary>Layers were nested deeper than the decoder follows; the innermost ones are not looked at.</summary>
    TunnelTooDeep = 1UL << 0,
}
