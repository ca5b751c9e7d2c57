using NetThreat.Simulation.Traffic;

namespace NetThreat.Simulation;

/// <summary>A web site: its name and the servers behind it, in falling order of use.</summary>
public sealed record Site(string Name, IReadOnlyList<SimulatedHost> Servers);

/// <summary>The fixed parts of a simulated network.</summary>
/// <param name="Gateway">The router of the network; gives addresses by DHCP.</param>
/// <param name="Resolver">The DNS resolver that hosts ask.</param>
/// <param name="Sites">Sites of the outside, the most popular first.</param>
public sealed record Network(SimulatedHost Gateway, SimulatedHost Resolver, IReadOnlyList<Site> Sites);
