using NetThreat.Core.Time;

namespace NetThreat.FlowExport;

/// <summary>Hears how far an export is.</summary>
internal interface IExportProgress
{
    /// <param name="clock">The event time reached.</param>
    void Report(long packets, long flows, Timestamp clock);

    /// <summary>There is no more to hear.</summary>
    void End();
}
