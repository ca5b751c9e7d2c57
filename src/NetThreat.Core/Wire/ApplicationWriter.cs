using NetThreat.Core.Flows;

namespace NetThreat.Core.Wire;

/// <summary>Writes the message <c>Application</c>.</summary>
internal static class ApplicationWriter
{
    public static void Write(ref WireWriter w, int field, ApplicationFacts facts)
    {
        int mark = w.Open(field);
        w.Text(1, facts.Service);
        for (int i = 0; i < facts.Dns.Count; i++) Dns(ref w, facts.Dns[i]);
        w.UInt(3, (uint)facts.DnsQueries);
        w.Text(4, facts.SshClient);
        w.Text(5, facts.SshServer);
        w.Text(6, facts.ServiceHint);
        w.Bool(7, facts.UnusualPort);
        if (facts.Tls is { } tls) TlsWriter.Write(ref w, 8, tls);
        for (int i = 0; i < facts.Http.Count; i++) Http(ref w, facts.Http[i]);
        w.UInt(10, (uint)facts.HttpRequests);
        if (facts.Ssh is { } ssh) Ssh(ref w, ssh);
        for (int i = 0; i < facts.Fields.Count; i++) Field(ref w, facts.Fields[i]);
        w.UInt(13, (uint)facts.FieldsLeftOut);
        w.Close(mark);
    }

    private static void Dns(ref WireWriter w, DnsTransaction dns)
    {
        int mark = w.Open(2);
        w.Text(1, dns.Name);
        w.UInt(2, dns.Type);
        w.UInt(3, (uint)(dns.ResponseCode << 1 ^ dns.ResponseCode >> 31));
        w.UInt(4, (uint)dns.Answers);
        w.UInt(5, dns.TransactionId);
        w.UInt(6, dns.Flags);
        w.UInt(7, (uint)(dns.Class ^ 1));
        w.Bytes(8, dns.AnswerData.Span);
        w.Close(mark);
    }

    private static void Http(ref WireWriter w, HttpTransaction t)
    {
        int mark = w.Open(9);
        w.Text(1, t.Method);
        w.Text(2, t.Host);
        w.Text(3, t.Uri);
        w.Text(4, t.Version);
        w.Text(5, t.UserAgent);
        w.Text(6, t.Referrer);
        w.Text(7, t.RequestType);
        w.Text(8, t.ResponseType);
        w.Text(9, t.Server);
        w.Count(10, t.RequestLength + 1);
        w.Count(11, t.ResponseLength + 1);
        w.UInt(12, (uint)t.Status);
        w.Text(13, t.Upgrade);
        w.Text(14, t.User);
        w.Close(mark);
    }

    private static void Ssh(ref WireWriter w, SshFacts ssh)
    {
        int mark = w.Open(11);
        w.Text(1, ssh.Hassh);
        w.Text(2, ssh.HasshServer);
        w.Text(3, ssh.KeyExchange);
        w.Text(4, ssh.HostKey);
        w.Text(5, ssh.Cipher);
        w.Text(6, ssh.Mac);
        w.Text(7, ssh.Compression);
        w.UInt(8, (uint)ssh.AuthAttempts);
        w.UInt(9, ssh.AuthSuccess is { } success ? success ? 2u : 1u : 0u);
        w.Close(mark);
    }

    private static void Field(ref WireWriter w, ApplicationField field)
    {
        int mark = w.Open(12);
        w.Text(1, field.Name);
        w.Text(2, field.Value);
        w.Close(mark);
    }
}
