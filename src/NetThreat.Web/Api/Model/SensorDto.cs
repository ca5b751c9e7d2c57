using NetThreat.Core.Time;
using NetThreat.Web.Live;

namespace NetThreat.Web.Api.Model;

/// <summary>The latest report of one sensor stream, with the newest ledger row of each of its stages.</summary>
/// <param name="Reported">When the sensor made the report.</param>
/// <param name="EventTime">The stream's clock.</param>
/// <param name="Health">What is wrong; null when all is well.</param>
internal sealed record SensorDto(
    string Site, string Sensor, string Run, string Version, string Source, string? Reported, string? EventTime, long Packets, long Bytes, long Flows, long Records,
    long LiveFlows, bool Finished, string? Health, IReadOnlyList<LedgerRowDto> Ledger)
{
    public static SensorDto Of(SensorStatus s)
    {
        var r = s.Report;
        return new(
            r.Site, r.Stream.Sensor, r.Stream.Run, r.Version, r.Source, Timestamp.FromDateTimeOffset(r.WallTime).Text(), r.EventTime.Text(), r.Packets, r.Bytes, r.Flows, r.Records,
            r.LiveFlows, r.Finished, r.Health.Length == 0 ? null : r.Health, [.. s.Stages.Select(LedgerRowDto.Of)]);
    }
}
