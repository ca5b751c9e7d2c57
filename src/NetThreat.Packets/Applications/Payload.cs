using NetThreat.Core.Net;

namespace NetThreat.Packets.Applications;

/// <summary>
/// What one side has said, as far as it is needed. UDP and other datagrams: one datagram. TCP: the beginning of the direction's byte
/// stream, in order and without holes, from its first byte on; it grows from call to call up to a limit.
/// </summary>
public readonly ref struct Payload
{
    /// <summary>The bytes; may be cut by the capture's snap length, then <see cref="WireLength"/> is larger.</summary>
    public required ReadOnlySpan<byte> Data { get; init; }

    /// <summary>TCP: bytes of the stream so far; datagrams: the datagram's length on the wire.</summary>
    public required int WireLength { get; init; }

    public required bool FromOriginator { get; init; }

    /// <summary>An <see cref="IpProtocol"/> number: TCP, UDP, SCTP.</summary>
    public required byte Transport { get; init; }

    public required ushort OriginatorPort { get; init; }

    public required ushort ResponderPort { get; init; }

    /// <summary>TCP: how many bytes of <see cref="Data"/> the call before had already; 0 for datagrams.</summary>
    public int Seen { get; init; }

    /// <summary>Datagrams: which of its direction this is, from 0; TCP: which call.</summary>
    public int Number { get; init; }

    /// <summary>The other side's stream so far (TCP) or its first datagram, empty where it has not spoken.</summary>
    public ReadOnlySpan<byte> Opposite { get; init; }

    /// <summary>Datagrams: the first bytes, at most 64, of the direction's datagram before this one; empty for the first. For protocols that show only in what stays alike.</summary>
    public ReadOnlySpan<byte> Previous { get; init; }

    /// <summary>Streams: nothing can follow; the limit is reached, bytes are missing, or the side has closed.</summary>
    public bool IsLast { get; init; }

    public bool IsStream => Transport == IpProtocol.Tcp;

    /// <summary>Either side uses the port.</summary>
    public bool HasPort(ushort port) => ResponderPort == port || OriginatorPort == port;
}
