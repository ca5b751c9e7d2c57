namespace NetThreat.Configuration;

/// <summary>A part that a process can play; the stages of the pipeline in their order.</summary>
internal enum Role
{
    Sensor,
    Collector,
    Detector,
    Correlator,
    Web,
}
