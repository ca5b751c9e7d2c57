using NetThreat.Core.Flows;
using NetThreat.Flows.Parallel;
using NetThreat.Flows.Records;

namespace NetThreat.FlowExport.Outputs;

/// <summary>Where whole flows go. Disposed after <see cref="End"/> or a failure.</summary>
internal interface IFlowOutput : IDisposable
{
    /// <exception cref="OutputException">The place cannot be written.</exception>
    void Write(FlowRow flow);

    /// <summary>The same for a flow that did not come out of the meter.</summary>
    /// <exception cref="OutputException">The place cannot be written.</exception>
    void Write(FlowRecord flow, ApplicationFacts? facts);

    /// <summary>A batch in which a worker prepares rows for this place.</summary>
    IRowBatch NewBatch() => new RecordBatch(this);

    /// <summary>Lets out what waits to be written, for those who watch.</summary>
    /// <exception cref="OutputException">The place cannot be written.</exception>
    void Flush();

    /// <summary>All flows are written.</summary>
    /// <exception cref="OutputException">The place cannot be written.</exception>
    void End();
}
