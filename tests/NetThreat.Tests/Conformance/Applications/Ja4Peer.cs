using System.Globalization;
using System.Text.Json;
using NetThreat.Core.Flows;
using NetThreat.Core.Net;
using NetThreat.Core.Packets;
using NetThreat.Testing;
using NetThreat.Testing.Conformance;

namespace NetThreat.Tests.Conformance.Applications;

/// <summary>JA4 of the reference program (ja4.py) for the captures published with it.</summary>
internal sealed class Ja4Peer : IPeer
{
    public string Name => "ja4";

    public string Unit => "flows: JA4, server name";

    public double Goal => 1;

    public long EqualFloor => 139;

    public void Compare(PeerTally tally)
    {
        foreach (string file in Directory.EnumerateFiles(Data.Path("peers/ja4/python"), "*.json").Order(StringComparer.Ordinal))
        {
            string capture = Path.Combine(Data.Path("peers/ja4/pcap"), Path.GetFileNameWithoutExtension(file));
            if (!File.Exists(capture)) continue;
            List<FlowRecord> ours;
            try
            {
                ours = CaptureFlows.Of(capture);
            }
            catch (CaptureException)
            {
                continue;
            }

            tally.AddCapture();
            using var json = JsonDocument.Parse(File.ReadAllText(file));
            foreach (var session in json.RootElement.EnumerateArray()) Compare(Path.GetFileName(capture), session, ours, tally);
        }
    }

    private static void Compare(string capture, JsonElement session, List<FlowRecord> ours, PeerTally tally)
    {
        if (!session.TryGetProperty("JA4.1", out var ja4)) return;
        var source = Address.Parse(session.GetProperty("src").GetString()!);
        var destination = Address.Parse(session.GetProperty("dst").GetString()!);
        int from = Port(session, "srcport"), to = Port(session, "dstport");
        var tls = ours.Where(o => (o.Key.Originator == source && o.Key.Responder == destination && o.Key.OriginatorPort == from && o.Key.ResponderPort == to)
            || (o.Key.Responder == source && o.Key.Originator == destination && o.Key.ResponderPort == from && o.Key.OriginatorPort == to)).Select(o => o.Application?.Tls).ToList();
        string? name = session.TryGetProperty("domain", out var domain) ? domain.GetString() : null;
        string expected = ja4.GetString()!;
        if (tls.Exists(t => t?.Ja4 == expected && (string.IsNullOrEmpty(name) || t?.ServerName == name))) tally.AddEqual();
        else tally.AddWrong(capture, $"{source}:{from} {destination}:{to}: expected {expected} {name} | ours {string.Join(' ', tls.Select(t => $"{t?.Ja4} {t?.ServerName}"))}");
    }

    private static int Port(JsonElement session, string name) => int.Parse(session.GetProperty(name).GetString()!, CultureInfo.InvariantCulture);
}
