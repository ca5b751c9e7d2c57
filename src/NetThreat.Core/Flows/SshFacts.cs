namespace NetThreat.Core.Flows;

/// <summary>What an SSH connection shows before and behind its encryption. Null or 0 where it was not seen.</summary>
public sealed record SshFacts
{
    /// <summary>MD5 of the originator's offer in KEXINIT: key exchange; encryption; MAC; compression, originator to responder.</summary>
    public string? Hassh { get; init; }

    /// <summary>The same of the responder's offer, responder to originator.</summary>
    public string? HasshServer { get; init; }

    /// <summary>The algorithms that the two offers lead to (RFC 4253 section 7.1); cipher, MAC and compression originator to responder.</summary>
    public string? KeyExchange { get; init; }

    public string? HostKey { get; init; }

    public string? Cipher { get; init; }

    public string? Mac { get; init; }

    public string? Compression { get; init; }

    /// <summary>Authentication attempts as the sizes of encrypted packets tell; an estimate.</summary>
    public int AuthAttempts { get; init; }

    /// <summary>Whether one of them succeeded; null where the sizes do not tell.</summary>
    public bool? AuthSuccess { get; init; }
}
