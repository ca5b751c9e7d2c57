namespace NetThreat.Simulation.Engine;

/// <summary>What of one attack was really sent.</summary>
internal sealed class AttackTally
{
    public long Packets { get; private set; }

    public TimeSpan First { get; private set; }

    public TimeSpan Last { get; private set; }

    /// <summary>Distinct spoofed sources; bounded by the length and rate of the attack.</summary>
    public HashSet<Core.Net.Address> Sources { get; } = [];

    public void Count(TimeSpan now)
    {
        if (Packets++ == 0) First = now;
        Last = now;
    }
}
