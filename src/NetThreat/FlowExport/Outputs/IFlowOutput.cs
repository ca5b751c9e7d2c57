using NetThreat.Core.Flows;

namespace NetThreat.FlowExport.Outputs;

/// <summary>Where whole flows go. Disposed after <see cref="End"/> or a failure.</summary>
internal interface IFlowOutput : IDisposable
{
    /// <exception cref="OutputException">The place cannot be written.</exception>
    void Write(FlowRecord flow, ApplicationFacts? facts);

    /// <summary>All flows are written.</summary>
    /// <exception cref="OutputException">The place cannot be written.</exception>
    void End();
}
