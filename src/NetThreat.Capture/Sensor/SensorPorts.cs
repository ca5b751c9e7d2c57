using NetThreat.Core.Bus;
using NetThreat.Core.Health;

namespace NetThreat.Capture.Sensor;

/// <summary>What a sensor needs of the process around it.</summary>
public sealed record SensorPorts(IBus Bus, TimeProvider Time, HealthBoard Health);
