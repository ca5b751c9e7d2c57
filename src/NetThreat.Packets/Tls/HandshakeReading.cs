using System.Buffers.Binary;
using NetThreat.Core.Flows;
using NetThreat.Packets.Applications;

namespace NetThreat.Packets.Tls;

/// <summary>Handshake messages (RFC 8446 section 4, RFC 5246 section 7.4) into facts; a message read again changes nothing.</summary>
internal static class HandshakeReading
{
    public const byte ClientHelloType = 1, ServerHelloType = 2, CertificateType = 11, ServerKeyExchangeType = 12;

    /// <param name="tls">The facts so far.</param>
    /// <param name="type">The type of the message.</param>
    /// <param name="body">The whole message without its header.</param>
    /// <param name="fromOriginator">Who sent it.</param>
    /// <param name="memory">What the other direction told.</param>
    public static TlsFacts Apply(TlsFacts tls, byte type, ReadOnlySpan<byte> body, bool fromOriginator, TlsMemory memory)
    {
        if (type == ClientHelloType) memory.ClientIsOriginator = fromOriginator;
        bool fromClient = memory.ClientIsOriginator == fromOriginator;
        switch (type)
        {
            case ClientHelloType when tls.Ja3 is null: return Client(tls, body, memory);
            case ServerHelloType when tls.Ja3s is null || tls.HelloRetry: return Server(tls, body, memory);
            case CertificateType when fromClient ? tls.ClientCertificate is null : tls.Certificate is null: return Certificates(tls, body, fromClient);
            case ServerKeyExchangeType when tls.Curve == 0 && body.Length > 4 && body[0] == 3: return tls with { Curve = BinaryPrimitives.ReadUInt16BigEndian(body[1..]) };
            default: return tls;
        }
    }

    private static TlsFacts Client(TlsFacts tls, ReadOnlySpan<byte> body, TlsMemory memory)
    {
        if (!ClientHello.TryRead(body, tls.Transport == TlsTransport.Dtls, out var hello)) return tls;
        memory.OfferedSession = TlsMemory.Hash(hello.SessionId);
        var name = hello.ServerName();
        return tls with
        {
            ClientVersion = hello.HighestVersion(),
            ServerName = name.IsEmpty ? null : WireText.Of(name),
            Alpn = Names(hello.Alpn()),
            Ja3 = Ja3.Of(in hello),
            Ja4 = Ja4.Of(in hello, tls.Transport),
        };
    }

    private static List<string> Names(ReadOnlySpan<byte> alpn)
    {
        var names = new List<string>();
        while (alpn.Length > 1 && names.Count < TlsFacts.MaxAlpn)
        {
            var name = TlsExtensions.List(alpn, 1);
            names.Add(WireText.Of(name));
            alpn = alpn[(1 + name.Length)..];
        }

        return names;
    }

    private static TlsFacts Server(TlsFacts tls, ReadOnlySpan<byte> body, TlsMemory memory)
    {
        if (!ServerHello.TryRead(body, out var hello)) return tls;
        var next = hello.Alpn();
        ushort version = hello.Version();
        bool session = memory.OfferedSession != 0 && memory.OfferedSession == TlsMemory.Hash(hello.SessionId);
        bool modern = version is 0x0304 or 0xFEFC || version >> 8 == 0x7F;
        var known = tls with
        {
            Version = version,
            Cipher = hello.Cipher,
            Curve = hello.Group() is var group and not 0 ? group : tls.Curve,
            NextProtocol = next.IsEmpty ? tls.NextProtocol : WireText.Of(next),
            Resumed = modern ? hello.TakesPreSharedKey() : session,
            HelloRetry = tls.HelloRetry || hello.IsRetry,
            Ja3s = Ja3.Of(in hello),
        };
        return known == tls ? tls : known;
    }

    private static TlsFacts Certificates(TlsFacts tls, ReadOnlySpan<byte> body, bool fromClient)
    {
        if (body.Length < 3) return tls;
        var list = body[3..];
        TlsCertificate? first = null;
        int count = 0;
        for (; list.Length > 3; count++)
        {
            int length = list[0] << 16 | list[1] << 8 | list[2];
            if (list.Length - 3 < length) break;
            if (count == 0) CertificateReader.TryRead(list.Slice(3, length), out first);
            list = list[(3 + length)..];
        }

        if (count == 0) return tls;
        return fromClient ? tls with { ClientCertificate = first } : tls with { Certificate = first, ChainLength = count };
    }
}
