using NetThreat.Core.Flows;

namespace NetThreat.Core.Wire;

/// <summary>Reads the message <c>Application</c>.</summary>
internal static class ApplicationReader
{
    private const int MaxSshBytes = 255 * 4;

    public static ApplicationFacts? Read(ref WireReader outer)
    {
        var r = new WireReader(outer.Bytes());
        string? service = null, client = null, server = null;
        List<DnsTransaction>? dns = null;
        int queries = 0;
        while (r.Next(out uint tag))
            switch (tag)
            {
                case 10: service = r.Text(WireLimits.MaxName, "a service"); break;
                case 18: AddDns(ref r, dns ??= []); break;
                case 24: queries = r.Int(int.MaxValue, "a number of DNS queries"); break;
                case 34: client = r.Text(MaxSshBytes, "an SSH identification"); break;
                case 42: server = r.Text(MaxSshBytes, "an SSH identification"); break;
                default: r.Skip(tag); break;
            }
        if (r.Error is { } error) outer.Fail(error);
        return outer.Error is not null ? null
            : new() { Service = service, Dns = dns is null ? [] : dns, DnsQueries = queries, SshClient = client, SshServer = server };
    }

    private static void AddDns(ref WireReader r, List<DnsTransaction> list)
    {
        if (list.Count >= ApplicationFacts.MaxDnsTransactions) r.Fail("too many DNS transactions");
        else if (Dns(ref r) is { } transaction) list.Add(transaction);
    }

    private static DnsTransaction? Dns(ref WireReader outer)
    {
        var r = new WireReader(outer.Bytes());
        string name = "";
        int type = 0, answers = 0, transaction = 0;
        long code = 0;
        while (r.Next(out uint tag))
            switch (tag)
            {
                case 10: name = r.Text(WireLimits.MaxDnsName, "a DNS name"); break;
                case 16: type = r.Int(ushort.MaxValue, "a DNS type"); break;
                case 24: code = r.SInt(); break;
                case 32: answers = r.Int(ushort.MaxValue, "a number of answers"); break;
                case 40: transaction = r.Int(ushort.MaxValue, "a DNS id"); break;
                default: r.Skip(tag); break;
            }
        if (code is < -1 or > 4095) r.Fail("a DNS response code is out of range"); // 12 bits with EDNS: RFC 6891 section 6.1.3
        if (r.Error is { } error) outer.Fail(error);
        return outer.Error is null ? new(name, (ushort)type, (int)code, answers, (ushort)transaction) : null;
    }
}
