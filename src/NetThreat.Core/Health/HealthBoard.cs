using System.Collections.Concurrent;

namespace NetThreat.Core.Health;

/// <summary>How a component is.</summary>
public enum HealthState
{
    Starting = 0,
    Good = 1,
    /// <summary>Works with a restriction that people should know.</summary>
    Degraded = 2,
    /// <summary>Does not do its work; the detail says why.</summary>
    Failed = 3,
}

/// <summary>One component's state and since when it has it.</summary>
public sealed record ComponentHealth(string Component, HealthState State, string? Detail, DateTimeOffset Since);

/// <summary>What every component of this process says of itself; thread-safe.</summary>
public sealed class HealthBoard(TimeProvider time)
{
    private readonly ConcurrentDictionary<string, ComponentHealth> _components = new(StringComparer.Ordinal);

    /// <summary>Sets a component's state; the time of change stays when state and detail are the same.</summary>
    public void Set(string component, HealthState state, string? detail = null) =>
        _components.AddOrUpdate(component, c => new(c, state, detail, time.GetUtcNow()),
            (c, old) => old.State == state && old.Detail == detail ? old : new(c, state, detail, time.GetUtcNow()));

    /// <summary>All components by name.</summary>
    public IReadOnlyList<ComponentHealth> Read() => [.. _components.Values.OrderBy(c => c.Component, StringComparer.Ordinal)];

    /// <summary>Ready to serve: every component is good or degraded.</summary>
    public bool IsReady => !_components.IsEmpty && _components.Values.All(c => c.State is HealthState.Good or HealthState.Degraded);
}
