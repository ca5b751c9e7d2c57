using System.Text.Json;
using NetThreat.Core.Flows;
using NetThreat.Testing;
using NetThreat.Testing.Conformance;

namespace NetThreat.Tests.Conformance;

/// <summary>The community ids of the reference implementation for every packet of its capture, both seeds: each is one of our flows' ids.</summary>
internal sealed class CommunityIdPeer : IPeer
{
    public string Name => "community-id";

    public string Unit => "ids";

    public double Goal => 1;

    public long EqualFloor => 46;

    public void Compare(PeerTally tally)
    {
        var flows = CaptureFlows.Of(Data.Path("peers/community-id/pcaps/combined.pcap.gz"));
        foreach (var (file, seed) in new[] { ("baseline_deflt.json", (ushort)0), ("baseline_seed1.json", (ushort)1) })
        {
            tally.AddCapture();
            var ours = flows.Select(f => CommunityId.Of(f.Key, seed)).ToHashSet(StringComparer.Ordinal);
            using var json = JsonDocument.Parse(File.ReadAllText(Data.Path("peers/community-id/baseline/" + file)));
            var theirs = json.RootElement.EnumerateArray().Select(r => (Id: r.GetProperty("communityid").GetString()!, Row: r.ToString())).ToList();
            foreach (var (id, row) in theirs)
            {
                if (ours.Contains(id)) tally.AddEqual();
                else tally.AddWrong(file, row);
            }

            foreach (string id in ours.Except(theirs.Select(t => t.Id))) tally.AddWrong(file, $"no packet has our {id}");
        }
    }
}
