using System.Text.Json;
using NetThreat.Core.Flows;
using NetThreat.Core.Net;
using NetThreat.Core.Packets;
using NetThreat.Testing;
using NetThreat.Testing.Conformance;

namespace NetThreat.Tests.Conformance.Applications;

/// <summary>HTTP and SSH of Arkime's sessions: every method, host, path, agent and status that a session has is one comparison, like HASSH.</summary>
internal sealed class ArkimeHttpPeer : IPeer
{
    public string Name => "arkime-http-ssh";

    public string Unit => "methods, hosts, paths, agents, statuses, HASSH";

    public double Goal => 0.995;

    public long EqualFloor => 230;

    public void Compare(PeerTally tally)
    {
        foreach (string expected in Directory.EnumerateFiles(Data.Path("peers/arkime"), "*.test").Order(StringComparer.Ordinal))
        {
            string capture = Path.ChangeExtension(expected, ".pcap");
            if (!File.Exists(capture)) continue;
            using var json = JsonDocument.Parse(File.ReadAllText(expected));
            var sessions = json.RootElement.GetProperty("sessions3").EnumerateArray().Select(s => s.GetProperty("body"))
                .Where(b => b.TryGetProperty("http", out _) || b.TryGetProperty("ssh", out _)).Where(b => b.GetProperty("source").TryGetProperty("port", out _)).ToList();
            if (sessions.Count == 0) continue;
            try
            {
                var ours = CaptureFlows.Of(capture);
                tally.AddCapture();
                foreach (var session in sessions) Compare(Path.GetFileName(capture), session, ours, tally);
            }
            catch (CaptureException)
            {
                // Not one of our formats.
            }
        }
    }

    private static void Compare(string capture, JsonElement body, List<FlowRecord> flows, PeerTally tally)
    {
        var (source, destination) = (body.GetProperty("source"), body.GetProperty("destination"));
        var (from, to) = (Address.Parse(source.GetProperty("ip").GetString()!), Address.Parse(destination.GetProperty("ip").GetString()!));
        var (fromPort, toPort) = (source.GetProperty("port").GetInt32(), destination.GetProperty("port").GetInt32());
        var ours = flows.Where(o => (o.Key.Originator == from && o.Key.OriginatorPort == fromPort && o.Key.Responder == to && o.Key.ResponderPort == toPort)
            || (o.Key.Originator == to && o.Key.OriginatorPort == toPort && o.Key.Responder == from && o.Key.ResponderPort == fromPort)).Select(o => o.Application).OfType<ApplicationFacts>().ToList();
        foreach (var (group, field, values) in Fields)
        {
            if (!body.TryGetProperty(group, out var theirs) || !theirs.TryGetProperty(field, out var list)) continue;
            if (group == "http" && !theirs.TryGetProperty("methodCnt", out _)) continue;
            foreach (string value in list.EnumerateArray().Select(v => v.ToString()).Where(v => v.Length > 0))
            {
                var mine = ours.SelectMany(values).OfType<string>().ToList();
                if (mine.Exists(m => m == value || m.Equals(value, StringComparison.OrdinalIgnoreCase))) tally.AddEqual();
                else if (body.GetProperty("ipProtocol").GetInt32() == IpProtocol.Sctp) tally.AddNamed("messages over SCTP are not read");
                else if (ours.Exists(o => o.Service == "socks")) tally.AddNamed("what a SOCKS proxy carries is not read");
                else if (field == "statuscode" && value.StartsWith('1')) tally.AddNamed("interim responses do not count");
                else if (ours.Exists(o => o.Service == "http2")) tally.AddNamed("HTTP/2: Arkime takes the preface for a request");
                else if (ours.Exists(o => o.HttpRequests > o.Http.Count)) tally.AddNamed("beyond the transactions that are kept");
                else tally.AddWrong(capture, $"{from}:{fromPort} {to}:{toPort} {group}.{field}: expected {value} | ours {string.Join(' ', mine.Distinct())} ({ours.FirstOrDefault()?.Service})");
            }
        }
    }

    private static readonly (string Group, string Field, Func<ApplicationFacts, IEnumerable<string?>> Values)[] Fields =
    [
        ("http", "method", a => a.Http.Select(t => t.Method)),
        ("http", "host", a => a.Http.Select(t => t.Host?.Split(':')[0]).Concat(a.Http.Select(t => t.Host))),
        ("http", "path", a => a.Http.Select(t => t.Uri?.Split('?')[0])),
        ("http", "useragent", a => a.Http.Select(t => t.UserAgent)),
        ("http", "statuscode", a => a.Http.Select(t => t.Status.ToString(System.Globalization.CultureInfo.InvariantCulture))),
        ("ssh", "version", a => [a.SshClient, a.SshServer]),
        ("ssh", "hassh", a => [a.Ssh?.Hassh]),
        ("ssh", "hasshServer", a => [a.Ssh?.HasshServer]),
    ];
}
