using NetThreat.Core.Flows;
using NetThreat.Core.Net;
using NetThreat.Testing.Conformance;

namespace NetThreat.Tests.Conformance.Applications;

/// <summary>HTTP and SSH of Arkime's sessions: every method, host, path, agent and status that a session has is one comparison, like HASSH.</summary>
internal sealed class ArkimeHttpPeer : IPeer
{
    public string Name => "arkime-http-ssh";

    public string Unit => "methods, hosts, paths, agents, statuses, HASSH";

    public double Goal => 0.995;

    public long EqualFloor => 230;

    public void Compare(PeerTally tally) => ArkimeSessions.Compare(tally, b => b.TryGetProperty("http", out _) || b.TryGetProperty("ssh", out _), s => Compare(s, tally));

    private static void Compare(ArkimeSession session, PeerTally tally)
    {
        var body = session.Body;
        var ours = session.Flows.Select(o => o.Application).OfType<ApplicationFacts>().ToList();
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
                else tally.AddWrong(session.Capture, $"{session.Endpoints} {group}.{field}: expected {value} | ours {string.Join(' ', mine.Distinct())} ({ours.FirstOrDefault()?.Service})");
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
