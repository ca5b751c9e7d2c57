namespace NetThreat.Core.Flows;

/// <summary>What carried the handshake.</summary>
public enum TlsTransport : byte
{
    Tcp = 0,
    Dtls = 1,
    Quic = 2,
}

/// <summary>A TLS, DTLS or QUIC handshake as far as it was seen in the clear. Null or 0 where it was not.</summary>
public sealed record TlsFacts
{
    public const int MaxAlpn = 16;

    public TlsTransport Transport { get; init; }

    /// <summary>The version that both agreed on, supported_versions considered: 0x0300 SSL 3.0 … 0x0304 TLS 1.3, 0xFEFF/0xFEFD/0xFEFC DTLS 1.0/1.2/1.3, 2 SSL 2.</summary>
    public ushort Version { get; init; }

    /// <summary>The highest version that the client offered.</summary>
    public ushort ClientVersion { get; init; }

    /// <summary>The server_name that the client asked for.</summary>
    public string? ServerName { get; init; }

    /// <summary>The protocols that the client offered, at most <see cref="MaxAlpn"/>.</summary>
    public IReadOnlyList<string> Alpn { get; init; } = [];

    /// <summary>The protocol that the server chose.</summary>
    public string? NextProtocol { get; init; }

    /// <summary>The cipher suite that the server chose, by IANA number.</summary>
    public ushort Cipher { get; init; }

    /// <summary>The group of the key exchange that the server chose, by IANA number; 0 unknown.</summary>
    public ushort Curve { get; init; }

    /// <summary>MD5 of the client's hello (salesforce/ja3), 32 hexadecimal digits.</summary>
    public string? Ja3 { get; init; }

    /// <summary>MD5 of the server's hello.</summary>
    public string? Ja3s { get; init; }

    /// <summary>FoxIO's JA4 of the client's hello.</summary>
    public string? Ja4 { get; init; }

    /// <summary>The server asked the client for another hello first.</summary>
    public bool HelloRetry { get; init; }

    /// <summary>The client offered a session that the server took up.</summary>
    public bool Resumed { get; init; }

    /// <summary>Both sides went over to encrypted records.</summary>
    public bool Established { get; init; }

    /// <summary>The last alert in the clear by number, or -1.</summary>
    public int Alert { get; init; } = -1;

    /// <summary>Certificates in the server's chain.</summary>
    public int ChainLength { get; init; }

    /// <summary>The server's own certificate, the first of the chain.</summary>
    public TlsCertificate? Certificate { get; init; }

    /// <summary>The client's certificate.</summary>
    public TlsCertificate? ClientCertificate { get; init; }

    /// <summary>QUIC's version number of the client's first packet.</summary>
    public uint QuicVersion { get; init; }
}
