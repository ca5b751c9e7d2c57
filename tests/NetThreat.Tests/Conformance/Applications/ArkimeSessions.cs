using System.Text.Json;
using NetThreat.Core.Flows;
using NetThreat.Core.Net;
using NetThreat.Core.Packets;
using NetThreat.Testing;
using NetThreat.Testing.Conformance;

namespace NetThreat.Tests.Conformance.Applications;

/// <summary>One of Arkime's sessions with ports, and our flows between the same endpoints in either direction.</summary>
/// <param name="Endpoints">Both sides as text, for messages.</param>
internal sealed record ArkimeSession(string Capture, JsonElement Body, string Endpoints, IReadOnlyList<FlowRecord> Flows);

/// <summary>Arkime's expected sessions beside our flows of the same captures.</summary>
internal static class ArkimeSessions
{
    /// <summary>Hands every wanted session to the comparison; captures without one are not read.</summary>
    public static void Compare(PeerTally tally, Func<JsonElement, bool> wanted, Action<ArkimeSession> compare)
    {
        foreach (string expected in Directory.EnumerateFiles(Data.Path("peers/arkime"), "*.test").Order(StringComparer.Ordinal))
        {
            string capture = Path.ChangeExtension(expected, ".pcap");
            if (!File.Exists(capture)) continue;
            using var json = JsonDocument.Parse(File.ReadAllText(expected));
            var sessions = json.RootElement.GetProperty("sessions3").EnumerateArray().Select(s => s.GetProperty("body"))
                .Where(wanted).Where(b => b.GetProperty("source").TryGetProperty("port", out _)).ToList();
            if (sessions.Count == 0) continue;
            try
            {
                var flows = CaptureFlows.Of(capture);
                tally.AddCapture();
                foreach (var body in sessions) compare(Of(Path.GetFileName(capture), body, flows));
            }
            catch (CaptureException)
            {
                // Not one of our formats.
            }
        }
    }

    private static ArkimeSession Of(string capture, JsonElement body, List<FlowRecord> flows)
    {
        var (from, to) = (Side(body.GetProperty("source")), Side(body.GetProperty("destination")));
        var between = flows.Where(f => Side(f.Key) is var (a, b) && ((a == from && b == to) || (a == to && b == from))).ToList();
        return new(capture, body, $"{from.Host}:{from.Port} {to.Host}:{to.Port}", between);
    }

    private static (Address Host, int Port) Side(JsonElement side) => (Address.Parse(side.GetProperty("ip").GetString()!), side.GetProperty("port").GetInt32());

    private static ((Address, int) Originator, (Address, int) Responder) Side(in FlowKey key) => ((key.Originator, key.OriginatorPort), (key.Responder, key.ResponderPort));
}
