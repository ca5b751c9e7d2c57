using System.Globalization;
using NetThreat.Core.Flows;
using NetThreat.Packets.Applications;

namespace NetThreat.Flows.Applications;

/// <summary>
/// What the payload of one flow said so far. DNS belongs to the segment under way, the rest to the whole flow. Every text that a sender chose
/// is cut to <see cref="ApplicationFacts.MaxText"/>.
/// </summary>
internal sealed class FlowFacts : IFactSink
{
    /// <summary>Values of one name.</summary>
    private const int MaxValues = 8;

    private List<ApplicationField>? _fields;
    private IReadOnlyList<HttpTransaction> _http = [];
    private TlsFacts? _tls;
    private int _leftOut;

    /// <summary>Transactions of the segment under way; a struct inside, since most flows with facts are DNS with one query.</summary>
    public DnsWaiting Dns;

    /// <summary>What the protocol that reads the flow remembers.</summary>
    public object? Memory { get; set; }

    /// <summary>Present while the flow is looked at.</summary>
    public Inspection? Inspection { get; set; }

    public string? SshClient { get; set; }

    public string? SshServer { get; set; }

    public SshFacts? Ssh { get; set; }

    public int HttpRequests { get; set; }

    public TlsFacts? Tls
    {
        get => _tls;
        set
        {
            TextBytes += Weight(value) - Weight(_tls);
            _tls = value;
        }
    }

    public IReadOnlyList<HttpTransaction> Http
    {
        get => _http;
        set
        {
            TextBytes += 512L * (value.Count - _http.Count);
            _http = value;
        }
    }

    /// <summary>An estimate of what the facts take beside this object.</summary>
    public long TextBytes { get; private set; }

    /// <summary>Nothing is left that the flow's slot does not say.</summary>
    public bool IsEmpty => Dns.IsEmpty && SshClient is null && SshServer is null && Ssh is null && Tls is null && Http.Count == 0 && HttpRequests == 0 && _fields is null;

    public void Text(string name, ReadOnlySpan<byte> value) => Text(name, WireText.Of(value));

    public void Number(string name, long value) => Text(name, value.ToString(CultureInfo.InvariantCulture));

    public void Text(string name, string value)
    {
        if (value.Length > ApplicationFacts.MaxText) value = value[..ApplicationFacts.MaxText];
        _fields ??= [];
        int values = 0;
        foreach (var field in _fields)
        {
            if (field.Name != name) continue;
            if (field.Value == value) return;
            values++;
        }

        if (values >= MaxValues || _fields.Count >= ApplicationFacts.MaxFields)
        {
            _leftOut++;
            return;
        }

        _fields.Add(new(name, value));
        TextBytes += 80 + 2 * value.Length;
    }

    /// <summary>The facts for a record; the next segment starts without DNS.</summary>
    public ApplicationFacts Take(string? service, bool unusualPort)
    {
        var facts = new ApplicationFacts
        {
            Service = service,
            UnusualPort = unusualPort,
            DnsQueries = Dns.Queries,
            Dns = Dns.Take(),
            SshClient = SshClient,
            SshServer = SshServer,
            Ssh = Ssh,
            Tls = Tls,
            Http = Http,
            HttpRequests = HttpRequests,
            Fields = _fields is null ? [] : _fields.ToArray(),
            FieldsLeftOut = _leftOut,
        };
        Dns = default;
        return facts;
    }

    /// <summary>As new, for another flow.</summary>
    public void Clear()
    {
        (_fields, _http, _tls, _leftOut, Dns, TextBytes) = (null, [], null, 0, default, 0);
        (Memory, Inspection, SshClient, SshServer, Ssh, HttpRequests) = (null, null, null, null, null, 0);
    }

    private static long Weight(TlsFacts? tls) => tls is null ? 0 : 400 + Weight(tls.Certificate) + Weight(tls.ClientCertificate);

    private static long Weight(TlsCertificate? c) => c is null ? 0 : 800 + 64 * c.Names.Count;
}
