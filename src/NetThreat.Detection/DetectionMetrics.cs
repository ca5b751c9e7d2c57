using System.Diagnostics.Metrics;

namespace NetThreat.Detection;

/// <summary>What detection and correlation count, for the metrics endpoint.</summary>
internal static class DetectionMetrics
{
    private static readonly Meter Meter = new("NetThreat.Detection");

    public static readonly Counter<long> Records = Meter.CreateCounter<long>("netthreat.detection.records", "{record}", "Flow records taken in by detectors");

    public static readonly Counter<long> Late = Meter.CreateCounter<long>("netthreat.detection.late_records", "{record}", "Flow records older than their partition's time: stored, not weighed");

    public static readonly Counter<long> Findings = Meter.CreateCounter<long>("netthreat.detection.findings", "{finding}", "Finding revisions published");

    public static readonly Counter<long> Evicted = Meter.CreateCounter<long>("netthreat.detection.evicted_entities", "{entity}", "Entities that left a detector's state early because of its limit");

    public static readonly Counter<long> Scored = Meter.CreateCounter<long>("netthreat.detection.scored_flows", "{flow}", "Flows scored by learned models");

    public static readonly Counter<long> Unscored = Meter.CreateCounter<long>("netthreat.detection.unscored_sequences", "{sequence}", "Sequences of an interval beyond the number that is scored");

    public static readonly Counter<long> DeadLetters = Meter.CreateCounter<long>("netthreat.detection.dead_letters", "{message}", "Messages that could not be decoded");

    public static readonly Counter<long> SetAside = Meter.CreateCounter<long>("netthreat.detection.streams_set_aside", "{stream}", "Live streams set aside because of silence or lag");

    public static readonly Counter<long> Incidents = Meter.CreateCounter<long>("netthreat.correlation.incident_revisions", "{revision}", "Incident revisions made");
}
