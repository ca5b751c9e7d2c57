using NetThreat.Core.Flows;

namespace NetThreat.Learning.Inputs;

/// <summary>A whole flow and what it is known to be.</summary>
/// <param name="Record">Final, with its feature row.</param>
/// <param name="Label">The class, or null where nobody knows.</param>
internal readonly record struct LabelledFlow(FlowRecord Record, string? Label);

/// <summary>Where flows to learn from come from, in order of event time: a capture, a simulation, the flow store.</summary>
internal interface IFlowInput
{
    /// <summary>Without a path: it is written into manifests.</summary>
    string Name { get; }

    /// <summary>Of the data, where it is known.</summary>
    string? Licence { get; }

    /// <summary>Reads from the beginning. A second reading gives the same.</summary>
    /// <exception cref="Core.Packets.CaptureException">It cannot be read.</exception>
    IEnumerable<LabelledFlow> Read(CancellationToken cancellation);
}
