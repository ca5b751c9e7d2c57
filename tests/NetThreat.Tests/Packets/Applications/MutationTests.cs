using NetThreat.Core.Flows;
using NetThreat.Packets.Applications;
using NetThreat.Testing;

namespace NetThreat.Tests.Packets.Applications;

/// <summary>Real conversations with bytes changed, cut, doubled and exchanged: no protocol throws, and what it tells stays small and named.</summary>
public class MutationTests
{
    private const int Rounds = 12, MaxFacts = 4096;

    public static TheoryData<string> Protocols => [.. ApplicationProtocols.All.Select(p => p.Name)];

    [DataTheory]
    [MemberData(nameof(Protocols))]
    public void Mutated_conversations_never_throw(string name)
    {
        var random = new Random(name.Sum(c => c));
        var protocol = ApplicationProtocols.All.Single(p => p.Name == name);
        var flows = Seeds.Value.FindAll(f => protocol.Runs(f.Transport));
        Assert.NotEmpty(flows);
        foreach (var flow in flows)
            for (int round = 0; round < Rounds; round++) Once(protocol, flow, round == 0 ? null : random);
    }

    /// <summary>Conversations that every protocol meets, its own among them.</summary>
    private static readonly Lazy<List<FlowPayloads>> Seeds = new(() =>
    [
        .. new[] { "peers/ndpi/pcap", "peers/arkime", "peers/zeek/Traces" }
            .SelectMany(f => Directory.EnumerateFiles(Data.Path(f), "*.pcap", SearchOption.AllDirectories)).Order(StringComparer.Ordinal)
            .SelectMany(c => FlowPayloads.Of(c).Where(f => f.Pieces.Count > 0).Take(2)),
    ]);

    private static void Once(IApplicationProtocol protocol, FlowPayloads flow, Random? random)
    {
        var sink = new RecordingSink();
        ProtocolRun.Read(protocol, flow, sink, random);
        Assert.True(sink.Facts.Count <= MaxFacts, $"{protocol.Name}: {sink.Facts.Count} facts");
        foreach (var (name, value) in sink.Facts)
        {
            Assert.True(value.Length <= ApplicationFacts.MaxText, $"{name}: {value.Length} characters");
            if (protocol.Facts.Count > 0) Assert.True(protocol.Facts.Contains(name), $"{protocol.Name} tells {name}, which it does not name");
        }
    }
}
