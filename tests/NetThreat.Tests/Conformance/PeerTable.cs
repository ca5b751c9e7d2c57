using NetThreat.Testing.Conformance;

namespace NetThreat.Tests.Conformance;

/// <summary>Every peer of this assembly: a class that implements <see cref="IPeer"/> is in the table.</summary>
internal static class PeerTable
{
    public static IReadOnlyList<IPeer> All { get; } =
    [
        .. typeof(PeerTable).Assembly.GetTypes()
            .Where(t => t.IsClass && !t.IsAbstract && typeof(IPeer).IsAssignableFrom(t))
            .Select(t => (IPeer)Activator.CreateInstance(t, nonPublic: true)!)
            .OrderBy(p => p.Name, StringComparer.Ordinal),
    ];
}
