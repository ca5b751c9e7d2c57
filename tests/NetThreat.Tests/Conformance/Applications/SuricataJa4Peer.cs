using System.Text.RegularExpressions;
using NetThreat.Core.Packets;
using NetThreat.Testing;
using NetThreat.Testing.Conformance;

namespace NetThreat.Tests.Conformance.Applications;

/// <summary>The JA4 values that suricata-verify expects of its captures.</summary>
internal sealed partial class SuricataJa4Peer : IPeer
{
    public string Name => "suricata-ja4";

    public string Unit => "JA4 values";

    public double Goal => 1;

    public long EqualFloor => 5;

    public void Compare(PeerTally tally)
    {
        foreach (string test in Directory.EnumerateFiles(Data.Path("peers/suricata-verify"), "test.yaml", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var expected = Value().Matches(File.ReadAllText(test)).Select(m => m.Groups[1].Value).Distinct().ToList();
            string capture = Path.Combine(Path.GetDirectoryName(test)!, "input.pcap");
            if (expected.Count == 0 || !File.Exists(capture)) continue;
            tally.AddCapture();
            string name = Path.GetFileName(Path.GetDirectoryName(test)!);
            var ours = Ours(capture);
            foreach (string value in expected)
            {
                if (ours.Contains(value)) tally.AddEqual();
                else tally.AddWrong(name, $"expected {value} | ours {string.Join(' ', ours)}");
            }
        }
    }

    private static HashSet<string> Ours(string capture)
    {
        try
        {
            return [.. CaptureFlows.Of(capture).Select(f => f.Application?.Tls?.Ja4).OfType<string>()];
        }
        catch (CaptureException)
        {
            return [];
        }
    }

    [GeneratedRegex(@"(?:tls|quic)\.ja4: ([tqd]\S{35,})")]
    private static partial Regex Value();
}
