using System.Diagnostics.Metrics;
using NetThreat.Core.Flows;
using NetThreat.Flows.Conformance;

namespace NetThreat.Capture.Sensor;

/// <summary>What a sensor counts beside its ledger, for the metrics endpoint.</summary>
public static class SensorMetrics
{
    private static readonly Meter Meter = new("NetThreat.Sensor");

    private static readonly Counter<long> Anomalies = Meter.CreateCounter<long>("netthreat.sensor.anomalies", "{packet}", "Packets that were odd, by what was odd about them.");

    /// <summary>Adds what is new since the last call.</summary>
    /// <param name="told">What earlier calls added.</param>
    internal static void Count(AnomalyCounts counts, Dictionary<Anomaly, long> told, string sensor)
    {
        foreach (var (anomaly, count) in counts.All)
        {
            long fresh = count - told.GetValueOrDefault(anomaly);
            if (fresh == 0) continue;
            told[anomaly] = count;
            Anomalies.Add(fresh, new("anomaly", AnomalyNames.Of(anomaly)), new("sensor", sensor));
        }
    }
}
