using NetThreat.Core.Flows;
using NetThreat.Flows.Records;

namespace NetThreat.FlowExport;

/// <summary>Writes whole flows in one format into one document.</summary>
internal interface IFlowWriter
{
    /// <summary>What stands before the first flow.</summary>
    void Begin(TextBuffer output);

    /// <summary>Writes nothing where the document has nothing to say of the flow.</summary>
    /// <param name="flow">A final record.</param>
    /// <param name="facts">What the payload of the whole flow said.</param>
    void Write(FlowRecord flow, ApplicationFacts? facts, TextBuffer output);

    /// <summary>The same out of the meter's own row, for writers that need no record.</summary>
    void Write(FlowRow flow, TextBuffer output) => Write(flow.Record, flow.Application, output);

    /// <summary>What stands after the last flow.</summary>
    void End(TextBuffer output);
}
