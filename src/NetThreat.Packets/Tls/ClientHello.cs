using System.Buffers.Binary;
using NetThreat.Packets.Applications;

namespace NetThreat.Packets.Tls;

/// <summary>The fields of a complete ClientHello (RFC 8446 section 4.1.2, RFC 6347 section 4.2.1): a view of the message.</summary>
internal readonly ref struct ClientHello
{
    public ushort LegacyVersion { get; private init; }

    public ReadOnlySpan<byte> SessionId { get; private init; }

    /// <summary>Pairs of bytes.</summary>
    public ReadOnlySpan<byte> Ciphers { get; private init; }

    /// <summary>The block of extensions without its length; empty where there is none.</summary>
    public ReadOnlySpan<byte> Extensions { get; private init; }

    /// <param name="body">The message without its header.</param>
    /// <param name="datagram">DTLS: a cookie stands behind the session id.</param>
    /// <param name="hello">Valid as long as the body.</param>
    public static bool TryRead(ReadOnlySpan<byte> body, bool datagram, out ClientHello hello)
    {
        var r = new ByteReader(body);
        ushort version = r.U16();
        r.Skip(32);
        var session = r.Take(r.U8());
        if (datagram) r.Skip(r.U8());
        var ciphers = r.Take(r.U16());
        r.Skip(r.U8());
        var extensions = r.Remaining >= 2 ? r.Take(r.U16()) : default;
        bool ok = !r.Failed && session.Length <= 32 && ciphers.Length % 2 == 0 && (version >> 8 is 3 or 0xFE || version == 2 || (datagram && version == 0x0100));
        hello = ok ? new() { LegacyVersion = version, SessionId = session, Ciphers = ciphers, Extensions = extensions } : default;
        return ok;
    }

    /// <summary>The highest version offered: in supported_versions where it is there (RFC 8446 section 4.2.1), else the legacy one.</summary>
    public ushort HighestVersion()
    {
        var offered = TlsExtensions.List(TlsExtensions.Find(Extensions, TlsExtensions.SupportedVersions, out bool found), 1);
        if (!found) return LegacyVersion;
        ushort best = 0;
        for (; offered.Length >= 2; offered = offered[2..])
        {
            ushort version = BinaryPrimitives.ReadUInt16BigEndian(offered);
            if (TlsExtensions.IsGrease(version)) continue;
            // DTLS counts downwards.
            if (best == 0 || (version >= 0xFE00 ? version < best : version > best)) best = version;
        }

        return best == 0 ? LegacyVersion : best;
    }

    /// <summary>The host name of server_name (RFC 6066 section 3); empty where there is none.</summary>
    public ReadOnlySpan<byte> ServerName()
    {
        var list = TlsExtensions.List(TlsExtensions.Find(Extensions, TlsExtensions.ServerName, out _), 2);
        if (list.Length < 3 || list[0] != 0) return default;
        return TlsExtensions.List(list[1..], 2);
    }

    /// <summary>The names of ALPN, each behind its length (RFC 7301 section 3.1).</summary>
    public ReadOnlySpan<byte> Alpn() => TlsExtensions.List(TlsExtensions.Find(Extensions, TlsExtensions.Alpn, out _), 2);
}
