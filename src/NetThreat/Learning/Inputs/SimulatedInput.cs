using NetThreat.Core.Net;
using NetThreat.Core.Packets;
using NetThreat.Core.Time;
using NetThreat.Evaluation;
using NetThreat.Simulation;

namespace NetThreat.Learning.Inputs;

/// <summary>The flows of a simulated scenario, each with what the simulation knows of it.</summary>
/// <param name="scenario">With an end.</param>
internal sealed class SimulatedInput(Scenario scenario) : IFlowInput
{
    /// <summary>2026-01-05T09:00:00Z: no column is a time of day, and any start gives the same rows.</summary>
    private static readonly Timestamp Start = Timestamp.FromSeconds(1_767_603_600);

    public string Name => $"simulation of {scenario.Name}, seed {scenario.Seed.ToString(System.Globalization.CultureInfo.InvariantCulture)}";

    public string? Licence => "made by NetThreat";

    public IEnumerable<LabelledFlow> Read(CancellationToken cancellation)
    {
        var labels = new FlowLabels(Activities(cancellation));
        using var source = new SimulatedPacketSource(scenario, Start);
        var flows = new MeteredFlows(source);
        foreach (var flow in flows.Read(cancellation)) yield return new(flow, labels.Of(flow, flows.First));
    }

    /// <summary>What was sent is known at the end only: a first run finds out, the second makes the same packets.</summary>
    private List<LabelledActivity> Activities(CancellationToken cancellation)
    {
        using var source = new SimulatedPacketSource(scenario, Start);
        var batch = new PacketBatch();
        while (source.Read(batch, cancellation)) cancellation.ThrowIfCancellationRequested();
        return [.. source.LabelledSources(Name).Select((row, i) => new LabelledActivity(row.Row, i + 2, Attackers(row.Row.Attacker, row.Sources), Addresses(row.Row.Victim)))];
    }

    private static IReadOnlySet<Address> Attackers(string text, IReadOnlySet<Address> sources) => sources.Count > 0 ? sources : Addresses(text);

    private static HashSet<Address> Addresses(string list)
    {
        HashSet<Address> found = [];
        foreach (var text in list.Split(','))
            if (Address.TryParse(text, out var address)) found.Add(address);
        return found;
    }
}
