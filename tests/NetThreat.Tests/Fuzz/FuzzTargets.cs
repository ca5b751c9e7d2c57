using NetThreat.Testing.Fuzz;

namespace NetThreat.Tests.Fuzz;

/// <summary>Every target of this assembly, made anew: a class that implements <see cref="IFuzzTarget"/> is fuzzed.</summary>
internal static class FuzzTargets
{
    public static IReadOnlyList<IFuzzTarget> Create() =>
    [
        .. typeof(FuzzTargets).Assembly.GetTypes()
            .Where(t => t.IsClass && !t.IsAbstract && typeof(IFuzzTarget).IsAssignableFrom(t))
            .Select(t => (IFuzzTarget)Activator.CreateInstance(t, nonPublic: true)!)
            .OrderBy(t => t.Name, StringComparer.Ordinal),
    ];
}
