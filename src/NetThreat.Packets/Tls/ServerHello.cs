using System.Buffers.Binary;
using NetThreat.Packets.Applications;

namespace NetThreat.Packets.Tls;

/// <summary>The fields of a complete ServerHello (RFC 8446 section 4.1.3): a view of the message.</summary>
internal readonly ref struct ServerHello
{
    /// <summary>SHA-256 of "HelloRetryRequest" in the place of the random (section 4.1.3).</summary>
    private static ReadOnlySpan<byte> RetryRandom =>
    [
        0xCF, 0x21, 0xAD, 0x74, 0xE5, 0x9A, 0x61, 0x11, 0xBE, 0x1D, 0x8C, 0x02, 0x1E, 0x65, 0xB8, 0x91,
        0xC2, 0xA2, 0x11, 0x16, 0x7A, 0xBB, 0x8C, 0x5E, 0x07, 0x9E, 0x09, 0xE2, 0xC8, 0xA8, 0x33, 0x9C,
    ];

    public ushort LegacyVersion { get; private init; }

    public ReadOnlySpan<byte> SessionId { get; private init; }

    public ushort Cipher { get; private init; }

    public ReadOnlySpan<byte> Extensions { get; private init; }

    /// <summary>It asks for another ClientHello.</summary>
    public bool IsRetry { get; private init; }

    public static bool TryRead(ReadOnlySpan<byte> body, out ServerHello hello)
    {
        var r = new ByteReader(body);
        ushort version = r.U16();
        var random = r.Take(32);
        // Drafts of TLS 1.3 before 22 have neither session id nor compression.
        bool draft = version >> 8 == 0x7F;
        var session = draft ? default : r.Take(r.U8());
        ushort cipher = r.U16();
        if (!draft) r.Skip(1);
        var extensions = r.Remaining >= 2 ? r.Take(r.U16()) : default;
        bool ok = !r.Failed && session.Length <= 32 && version >> 8 is 3 or 0xFE or 0x7F;
        hello = ok ? new() { LegacyVersion = version, SessionId = session, Cipher = cipher, Extensions = extensions, IsRetry = random.SequenceEqual(RetryRandom) } : default;
        return ok;
    }

    /// <summary>The version chosen (RFC 8446 section 4.2.1).</summary>
    public ushort Version()
    {
        var chosen = TlsExtensions.Find(Extensions, TlsExtensions.SupportedVersions, out _);
        return chosen.Length == 2 ? BinaryPrimitives.ReadUInt16BigEndian(chosen) : LegacyVersion;
    }

    /// <summary>The group of key_share; 0 where there is none.</summary>
    public ushort Group()
    {
        var share = TlsExtensions.Find(Extensions, TlsExtensions.KeyShare, out _);
        return share.Length >= 2 ? BinaryPrimitives.ReadUInt16BigEndian(share) : (ushort)0;
    }

    /// <summary>The protocol chosen by ALPN; empty where there is none.</summary>
    public ReadOnlySpan<byte> Alpn() => TlsExtensions.List(TlsExtensions.List(TlsExtensions.Find(Extensions, TlsExtensions.Alpn, out _), 2), 1);

    /// <summary>TLS 1.3: a pre-shared key was taken up.</summary>
    public bool TakesPreSharedKey()
    {
        TlsExtensions.Find(Extensions, TlsExtensions.PreSharedKey, out bool found);
        return found;
    }
}
