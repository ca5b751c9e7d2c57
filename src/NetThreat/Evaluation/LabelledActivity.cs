using NetThreat.Core.Net;
using NetThreat.Simulation.Labels;

namespace NetThreat.Evaluation;

/// <summary>A label with its parties as addresses.</summary>
/// <param name="Line">Its line in the labels file.</param>
/// <param name="Attackers">Empty where nobody can be named (<c>many-…</c> or <c>-</c>).</param>
/// <param name="Victims">Empty where nobody can be named.</param>
internal sealed record LabelledActivity(LabelRow Row, int Line, IReadOnlySet<Address> Attackers, IReadOnlySet<Address> Victims)
{
    /// <summary>Command and control and tunnels: which end is the attacker depends on where one stands, so either order is right.</summary>
    public bool EitherOrder => Row.Activity.StartsWith("c2_", StringComparison.Ordinal) || Row.Activity.EndsWith("_tunnel", StringComparison.Ordinal);

    public TimeSpan Start => TimeSpan.FromSeconds(Row.Start);

    public TimeSpan End => TimeSpan.FromSeconds(Row.End);
}
