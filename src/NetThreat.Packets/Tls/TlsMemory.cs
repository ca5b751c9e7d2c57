namespace NetThreat.Packets.Tls;

/// <summary>What the two directions of a handshake must know of each other.</summary>
internal sealed class TlsMemory
{
    /// <summary>A session id that the client offered, hashed; 0 for none.</summary>
    public int OfferedSession { get; set; }

    /// <summary>Whether the originator sent the ClientHello, as nearly always; the capture may have begun later.</summary>
    public bool ClientIsOriginator { get; set; } = true;

    /// <summary>The side went over to encryption.</summary>
    public bool OriginatorEncrypts { get; set; }

    public bool ResponderEncrypts { get; set; }

    public DtlsFragments? Originator { get; set; }

    public DtlsFragments? Responder { get; set; }

    public bool BothEncrypt => OriginatorEncrypts && ResponderEncrypts;

    public static int Hash(ReadOnlySpan<byte> session)
    {
        if (session.IsEmpty) return 0;
        var hash = default(HashCode);
        hash.AddBytes(session);
        return hash.ToHashCode() | 1;
    }
}
