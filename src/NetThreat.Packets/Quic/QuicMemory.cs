using NetThreat.Packets.Tls;

namespace NetThreat.Packets.Quic;

/// <summary>What is kept of a connection until both hellos are read.</summary>
internal sealed class QuicMemory
{
    public TlsMemory Tls { get; } = new();

    public CryptoStream Client { get; } = new();

    public CryptoStream Server { get; } = new();

    public QuicKeys? ClientKeys { get; set; }

    public QuicKeys? ServerKeys { get; set; }

    /// <summary>The client's first packet came from the originator.</summary>
    public bool ClientIsOriginator { get; set; } = true;
}
