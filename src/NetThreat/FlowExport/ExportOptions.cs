using NetThreat.Flows;

namespace NetThreat.FlowExport;

/// <summary>How packets are turned into flows for an export.</summary>
/// <param name="Meter">The meter's options.</param>
/// <param name="Workers">Threads that meter.</param>
internal sealed record ExportOptions(MeterOptions Meter, int Workers = 1)
{
    public static ExportOptions Default { get; } = new(new MeterOptions());
}
