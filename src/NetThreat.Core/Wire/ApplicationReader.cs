using NetThreat.Core.Flows;

namespace NetThreat.Core.Wire;

/// <summary>Reads the message <c>Application</c>: collects its fields in any order, then builds the facts.</summary>
internal ref struct ApplicationReader
{
    private const int MaxSshBytes = 255 * 4;
    private string? _service, _hint, _client, _server;
    private List<DnsTransaction>? _dns;
    private List<HttpTransaction>? _http;
    private List<ApplicationField>? _fields;
    private int _queries, _requests, _leftOut;
    private bool _unusual;
    private TlsFacts? _tls;
    private SshFacts? _ssh;

    public static ApplicationFacts? Read(ref WireReader outer)
    {
        var r = new WireReader(outer.Bytes());
        var fields = new ApplicationReader();
        while (r.Next(out uint tag)) fields.ReadField(ref r, tag);
        if (r.Error is { } error) outer.Fail(error);
        return outer.Error is null ? fields.Build() : null;
    }

    private void ReadField(ref WireReader r, uint tag)
    {
        switch (tag)
        {
            case 10: _service = r.Text(WireLimits.MaxName, "a service"); break;
            case 18: AddDns(ref r, _dns ??= []); break;
            case 24: _queries = r.Int(int.MaxValue, "a number of DNS queries"); break;
            case 34: _client = r.Text(MaxSshBytes, "an SSH identification"); break;
            case 42: _server = r.Text(MaxSshBytes, "an SSH identification"); break;
            case 50: _hint = r.Text(WireLimits.MaxName, "a service"); break;
            case 56: _unusual = r.Bool(); break;
            case 66: _tls = TlsReader.Read(ref r); break;
            case 74: AddHttp(ref r, _http ??= []); break;
            case 80: _requests = r.Int(int.MaxValue, "a number of HTTP requests"); break;
            case 90: _ssh = SshReader.Read(ref r); break;
            case 98: AddField(ref r, _fields ??= []); break;
            case 104: _leftOut = r.Int(int.MaxValue, "a number of facts"); break;
            default: r.Skip(tag); break;
        }
    }

    private readonly ApplicationFacts Build() => new()
    {
        Service = _service,
        ServiceHint = _hint,
        UnusualPort = _unusual,
        Dns = _dns is null ? [] : _dns,
        DnsQueries = _queries,
        SshClient = _client,
        SshServer = _server,
        Ssh = _ssh,
        Tls = _tls,
        Http = _http is null ? [] : _http,
        HttpRequests = _requests,
        Fields = _fields is null ? [] : _fields,
        FieldsLeftOut = _leftOut,
    };

    private static void AddDns(ref WireReader r, List<DnsTransaction> list)
    {
        if (list.Count >= ApplicationFacts.MaxDnsTransactions) r.Fail("too many DNS transactions");
        else if (Dns(ref r) is { } transaction) list.Add(transaction);
    }

    private static void AddHttp(ref WireReader r, List<HttpTransaction> list)
    {
        if (list.Count >= ApplicationFacts.MaxHttpTransactions) r.Fail("too many HTTP transactions");
        else list.Add(HttpReader.Read(ref r));
    }

    private static void AddField(ref WireReader outer, List<ApplicationField> list)
    {
        var r = new WireReader(outer.Bytes());
        string name = "", value = "";
        while (r.Next(out uint tag))
            switch (tag)
            {
                case 10: name = r.Text(WireLimits.MaxName, "a fact's name"); break;
                case 18: value = r.Text(WireLimits.MaxFactBytes, "a fact"); break;
                default: r.Skip(tag); break;
            }
        if (list.Count >= ApplicationFacts.MaxFields) r.Fail("too many facts");
        if (r.Error is { } error) outer.Fail(error);
        else list.Add(new(name, value));
    }

    private static DnsTransaction? Dns(ref WireReader outer)
    {
        var r = new WireReader(outer.Bytes());
        string name = "";
        int type = 0, answers = 0, transaction = 0, flags = 0, @class = 0;
        long code = 0;
        byte[] data = [];
        while (r.Next(out uint tag))
            switch (tag)
            {
                case 10: name = r.Text(WireLimits.MaxDnsName, "a DNS name"); break;
                case 16: type = r.Int(ushort.MaxValue, "a DNS type"); break;
                case 24: code = r.SInt(); break;
                case 32: answers = r.Int(ushort.MaxValue, "a number of answers"); break;
                case 40: transaction = r.Int(ushort.MaxValue, "a DNS id"); break;
                case 48: flags = r.Int(ushort.MaxValue, "DNS flags"); break;
                case 56: @class = r.Int(ushort.MaxValue, "a DNS class"); break;
                case 66: data = Answers(ref r); break;
                default: r.Skip(tag); break;
            }
        if (code is < -1 or > 4095) r.Fail("a DNS response code is out of range"); // 12 bits with EDNS: RFC 6891 section 6.1.3
        if (r.Error is { } error) outer.Fail(error);
        return outer.Error is null
            ? new(name, (ushort)type, (int)code, answers, (ushort)transaction) { Flags = (ushort)flags, Class = (ushort)(@class ^ 1), AnswerData = data }
            : null;
    }

    private static byte[] Answers(ref WireReader r)
    {
        var bytes = r.Bytes();
        if (bytes.Length <= DnsTransaction.MaxAnswerData) return bytes.ToArray();
        r.Fail("DNS answers are too long");
        return [];
    }
}
