using NetThreat.Core.Flows;
using NetThreat.Core.Time;

namespace NetThreat.Core.Wire;

/// <summary>Reads the messages <c>Tls</c> and <c>Certificate</c>.</summary>
internal static class TlsReader
{
    public static TlsFacts? Read(ref WireReader outer)
    {
        var r = new WireReader(outer.Bytes());
        var tls = new TlsFacts();
        List<string>? alpn = null;
        while (r.Next(out uint tag))
            switch (tag)
            {
                case 8: tls = tls with { Transport = (TlsTransport)r.Int((int)TlsTransport.Quic, "a TLS transport") }; break;
                case 16: tls = tls with { Version = Short(ref r) }; break;
                case 24: tls = tls with { ClientVersion = Short(ref r) }; break;
                case 34: tls = tls with { ServerName = Text(ref r) }; break;
                case 42: Add(ref r, alpn ??= [], TlsFacts.MaxAlpn); break;
                case 50: tls = tls with { NextProtocol = Text(ref r) }; break;
                case 56: tls = tls with { Cipher = Short(ref r) }; break;
                case 64: tls = tls with { Curve = Short(ref r) }; break;
                case 74: tls = tls with { Ja3 = Text(ref r) }; break;
                case 82: tls = tls with { Ja3s = Text(ref r) }; break;
                case 90: tls = tls with { Ja4 = Text(ref r) }; break;
                default: tls = ReadRest(ref r, tag, tls); break;
            }
        if (r.Error is { } error) outer.Fail(error);
        return alpn is null ? tls : tls with { Alpn = alpn };
    }

    private static TlsFacts ReadRest(ref WireReader r, uint tag, TlsFacts tls)
    {
        switch (tag)
        {
            case 96:
                int flags = r.Int(7, "TLS flags");
                return tls with { HelloRetry = (flags & 1) != 0, Resumed = (flags & 2) != 0, Established = (flags & 4) != 0 };
            case 104: return tls with { Alert = r.Int(256, "a TLS alert") - 1 };
            case 112: return tls with { ChainLength = r.Int(ushort.MaxValue, "a chain length") };
            case 122: return tls with { Certificate = Certificate(ref r) };
            case 130: return tls with { ClientCertificate = Certificate(ref r) };
            case 136: return tls with { QuicVersion = (uint)r.Varint() };
            default:
                r.Skip(tag);
                return tls;
        }
    }

    private static TlsCertificate Certificate(ref WireReader outer)
    {
        var r = new WireReader(outer.Bytes());
        string subject = "", issuer = "", serial = "", sha1 = "", sha256 = "";
        long from = 0, to = 0;
        List<string>? names = null;
        while (r.Next(out uint tag))
            switch (tag)
            {
                case 10: subject = Text(ref r); break;
                case 18: issuer = Text(ref r); break;
                case 26: serial = Text(ref r); break;
                case 32: from = r.SInt(); break;
                case 40: to = r.SInt(); break;
                case 50: sha1 = Text(ref r); break;
                case 58: sha256 = Text(ref r); break;
                case 66: Add(ref r, names ??= [], TlsCertificate.MaxNames); break;
                default: r.Skip(tag); break;
            }
        if (r.Error is { } error) outer.Fail(error);
        return new() { Subject = subject, Issuer = issuer, Serial = serial, NotBefore = new Timestamp(from), NotAfter = new Timestamp(to), Sha1 = sha1, Sha256 = sha256, Names = names is null ? [] : names };
    }

    private static void Add(ref WireReader r, List<string> list, int max)
    {
        if (list.Count >= max) r.Fail("too many names");
        else list.Add(Text(ref r));
    }

    private static ushort Short(ref WireReader r) => (ushort)r.Int(ushort.MaxValue, "a TLS number");

    private static string Text(ref WireReader r) => r.Text(WireLimits.MaxFactBytes, "a TLS text");
}
