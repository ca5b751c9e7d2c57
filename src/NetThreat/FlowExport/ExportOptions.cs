using NetThreat.Flows;

namespace NetThreat.FlowExport;

/// <summary>How packets are turned into flows for an export.</summary>
/// <param name="Meter">The meter's options.</param>
/// <param name="Workers">Threads that meter.</param>
internal sealed record ExportOptions(MeterOptions Meter, int Workers = 1)
{
    /// <summary>What time it is while a live wire is silent.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    public static ExportOptions Default { get; } = new(new MeterOptions());
}
