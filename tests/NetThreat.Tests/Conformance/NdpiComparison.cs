using NetThreat.Core.Flows;
using NetThreat.Core.Packets;
using NetThreat.Testing;

namespace NetThreat.Tests.Conformance;

/// <summary>One flow that nDPI's results name, beside what we say of it.</summary>
/// <param name="Service">The protocol that we read from the payload, or null.</param>
internal sealed record NdpiPair(string Capture, NdpiFlow Theirs, string? Service)
{
    public bool Claimed => NdpiNames.Of(Theirs.Labels).Any();

    public bool Agrees => Service is not null && NdpiNames.Of(Theirs.Labels).Contains(Service);

    public string Describe() => $"{string.Join('.', Theirs.Labels)} ({Theirs.Confidence}) | ours {Service ?? "silent"} | {Theirs.Line[..Math.Min(90, Theirs.Line.Length)]}";
}

/// <summary>Flow by flow over every capture whose nDPI results are there: flows of both tools with the same ends.</summary>
internal static class NdpiComparison
{
    private static readonly Lazy<List<NdpiPair>> Result = new(() => [.. Captures().SelectMany(Pairs)]);

    public static IReadOnlyList<NdpiPair> All => Result.Value;

    public static IEnumerable<(string Name, string Capture)> Captures()
    {
        foreach (string result in Directory.EnumerateFiles(Data.Path("peers/ndpi/result"), "*.out").Order(StringComparer.Ordinal))
        {
            string name = Path.GetFileNameWithoutExtension(result);
            string capture = Data.Path("peers/ndpi/pcap/" + name);
            if (!File.Exists(capture)) capture = Data.Path("peers/nfstream/pcaps/" + name);
            if (File.Exists(capture)) yield return (name, capture);
        }
    }

    private static IEnumerable<NdpiPair> Pairs((string Name, string Capture) c)
    {
        var ours = Services(c.Capture);
        foreach (var flow in NdpiResults.Read(Data.Path($"peers/ndpi/result/{c.Name}.out")))
            if (ours.TryGetValue(flow.Key, out string? service)) yield return new(c.Name, flow, service);
    }

    /// <summary>The first protocol that flows between two ends have spoken.</summary>
    private static Dictionary<FlowKey, string?> Services(string capture)
    {
        var services = new Dictionary<FlowKey, string?>();
        try
        {
            foreach (var flow in CaptureFlows.Of(capture))
            {
                var key = NdpiResults.Canonical(flow.Key);
                if (services.GetValueOrDefault(key) is null) services[key] = flow.Application?.Service;
            }
        }
        catch (CaptureException)
        {
            return [];
        }

        return services;
    }
}
