using NetThreat.Core.Flows;

namespace NetThreat.Core.Wire;

/// <summary>Writes the messages <c>Tls</c> and <c>Certificate</c>.</summary>
internal static class TlsWriter
{
    public static void Write(ref WireWriter w, int field, TlsFacts tls)
    {
        int mark = w.Open(field);
        w.UInt(1, (byte)tls.Transport);
        w.UInt(2, tls.Version);
        w.UInt(3, tls.ClientVersion);
        w.Text(4, tls.ServerName);
        for (int i = 0; i < tls.Alpn.Count; i++) w.Text(5, tls.Alpn[i]);
        w.Text(6, tls.NextProtocol);
        w.UInt(7, tls.Cipher);
        w.UInt(8, tls.Curve);
        w.Text(9, tls.Ja3);
        w.Text(10, tls.Ja3s);
        w.Text(11, tls.Ja4);
        w.UInt(12, (tls.HelloRetry ? 1u : 0) | (tls.Resumed ? 2u : 0) | (tls.Established ? 4u : 0));
        w.UInt(13, (uint)(tls.Alert + 1));
        w.UInt(14, (uint)tls.ChainLength);
        if (tls.Certificate is { } certificate) Certificate(ref w, 15, certificate);
        if (tls.ClientCertificate is { } client) Certificate(ref w, 16, client);
        w.UInt(17, tls.QuicVersion);
        w.Close(mark);
    }

    private static void Certificate(ref WireWriter w, int field, TlsCertificate c)
    {
        int mark = w.Open(field);
        w.Text(1, c.Subject);
        w.Text(2, c.Issuer);
        w.Text(3, c.Serial);
        w.SInt(4, c.NotBefore.Nanoseconds);
        w.SInt(5, c.NotAfter.Nanoseconds);
        w.Text(6, c.Sha1);
        w.Text(7, c.Sha256);
        for (int i = 0; i < c.Names.Count; i++) w.Text(8, c.Names[i]);
        w.Close(mark);
    }
}
