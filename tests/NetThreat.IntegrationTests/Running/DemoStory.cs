namespace NetThreat.IntegrationTests.Running;

/// <summary>What the simulated office holds, by the labels of the simulation: nobody else attacks.</summary>
internal static class DemoStory
{
    public const string Scanner = "203.0.113.66", Scanned = "10.20.0.11", Flooded = "10.20.0.10";

    public static IReadOnlyList<string> Incidents { get; } = [$"T1046 of attacker {Scanner}", $"T1499.001 of victim {Flooded}"];
}
