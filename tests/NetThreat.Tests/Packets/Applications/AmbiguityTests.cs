using NetThreat.Packets.Applications;
using NetThreat.Testing;
using Xunit.Abstractions;

namespace NetThreat.Tests.Packets.Applications;

/// <summary>Every protocol is asked about every conversation of every capture: what one recognises no other may claim.</summary>
public class AmbiguityTests(ITestOutputHelper output)
{
    public static TheoryData<string> Folders => ["peers/ndpi/pcap", "peers/nfstream/pcaps", "peers/arkime", "peers/zeek/Traces", "peers/suricata-verify", "peers/ja4/pcap"];

    [DataTheory]
    [MemberData(nameof(Folders))]
    public void No_conversation_is_claimed_by_two_protocols(string folder)
    {
        int claimed = 0;
        var doubled = new List<string>();
        foreach (string capture in Captures(folder))
        {
            foreach (var flow in Flows(capture).Where(f => f.Pieces.Count > 0))
            {
                var names = ApplicationProtocols.Over(flow.Transport).Where(p => ProtocolRun.Recognize(p, flow) == Recognition.Yes).Select(p => p.Name).Distinct().ToList();
                if (names.Count > 0) claimed++;
                if (names.Count > 1) doubled.Add($"{Path.GetFileName(capture)} {flow.Transport}/{flow.OriginatorPort}-{flow.ResponderPort}: {string.Join(", ", names)}");
            }
        }

        output.WriteLine($"{claimed} conversations recognised");
        doubled.ForEach(output.WriteLine);
        Assert.True(claimed > 10, "too few conversations to say anything");
        Assert.Empty(doubled);
    }

    private static IEnumerable<string> Captures(string folder) =>
        Directory.EnumerateFiles(Data.Path(folder), "*", SearchOption.AllDirectories).Where(f => Path.GetExtension(f) is ".pcap" or ".pcapng" or ".cap" or ".trace").Order(StringComparer.Ordinal);

    private static List<FlowPayloads> Flows(string capture)
    {
        try
        {
            return FlowPayloads.Of(capture);
        }
        catch (NetThreat.Core.Packets.CaptureException)
        {
            return [];
        }
    }
}
