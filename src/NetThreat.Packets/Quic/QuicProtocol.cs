using System.Buffers;
using System.Buffers.Binary;
using NetThreat.Core.Flows;
using NetThreat.Core.Net;
using NetThreat.Packets.Applications;
using NetThreat.Packets.Tls;

namespace NetThreat.Packets.Quic;

/// <summary>QUIC (RFC 9000, RFC 9369, drafts): both hellos out of the Initial packets. Google's QUIC before TLS is recognised and its CHLO read.</summary>
internal sealed class QuicProtocol : IApplicationProtocol
{
    /// <summary>Coalesced packets of one datagram that are looked at.</summary>
    private const int MaxPackets = 8;

    public string Name => "quic";

    public IReadOnlyList<ushort> Ports { get; } = [443, 784, 853, 8853];

    public int MaxDatagrams => 16;

    public bool Runs(byte transport) => transport == IpProtocol.Udp;

    public Recognition Recognize(in Payload payload)
    {
        var b = payload.Data;
        if (GoogleQuic.Is(b)) return Recognition.Yes;
        if (!QuicLongHeader.TryRead(b, out var header)) return Recognition.No;
        if (header.Version == 0) return IsNegotiation(b[header.Length..]) ? Recognition.Yes : Recognition.No;
        if (!QuicVersions.IsKnown(header.Version)) return Recognition.No;
        // RFC 9000 section 7.2: a client's first connection id has at least 8 bytes; later packets and servers may do without.
        return (header.First & 0x40) != 0 ? Recognition.Yes : Recognition.No;
    }

    public bool Read(in Payload payload, IFactSink facts)
    {
        if (GoogleQuic.Is(payload.Data)) return GoogleQuic.Read(payload.Data, facts);
        if (facts.Memory is not QuicMemory memory) facts.Memory = memory = new QuicMemory();
        var b = payload.Data;
        bool more = true;
        for (int i = 0; i < MaxPackets && more && QuicLongHeader.TryRead(b, out var header); i++)
        {
            if (QuicVersions.Salt(header.Version).IsEmpty || header.Type == 3) break;
            if (!TryBounds(b, header, out int number, out int length)) break;
            int captured = Math.Min(length, b.Length - number);
            if (header.Type == 0) more = Initial(b, header, number, captured, captured < length, payload.FromOriginator, memory, facts);
            b = b[(number + captured)..];
        }

        return more;
    }

    /// <summary>Versions only, as a server answers one it does not speak (RFC 9000 section 17.2.1).</summary>
    private static bool IsNegotiation(ReadOnlySpan<byte> versions)
    {
        if (versions.IsEmpty || versions.Length % 4 != 0 || versions.Length > 256) return false;
        for (; versions.Length >= 4; versions = versions[4..])
            if (QuicVersions.IsKnown(BinaryPrimitives.ReadUInt32BigEndian(versions))) return true;
        return false;
    }

    private static bool TryBounds(ReadOnlySpan<byte> packet, in QuicLongHeader header, out int number, out int length)
    {
        (number, length) = (0, 0);
        var rest = packet[header.Length..];
        if (header.Type == 0)
        {
            if (!QuicLongHeader.TryNumber(ref rest, out ulong token) || token > (ulong)rest.Length) return false;
            rest = rest[(int)token..];
        }

        if (!QuicLongHeader.TryNumber(ref rest, out ulong bytes) || bytes > ushort.MaxValue) return false;
        (number, length) = (packet.Length - rest.Length, (int)bytes);
        return true;
    }

    /// <returns>False when this side's hello is read.</returns>
    private static bool Initial(ReadOnlySpan<byte> packet, in QuicLongHeader header, int number, int length, bool cut, bool fromOriginator, QuicMemory memory, IFactSink facts)
    {
        byte[] plain = ArrayPool<byte>.Shared.Rent(packet.Length);
        bool client = Open(packet, header, number, length, cut, fromOriginator, memory, plain, out int n);
        bool more = true;
        if (n > 0)
        {
            var stream = client ? memory.Client : memory.Server;
            QuicFrames.Read(plain.AsSpan(0, n), HasGoogleFrames(header.Version), cut, stream);
            more = Handshake(stream.Data, header.Version, fromOriginator, memory, facts);
        }

        ArrayPool<byte>.Shared.Return(plain);
        return more;
    }

    /// <summary>Keys of the connection first; else those of this packet's own connection id, as a first packet and one after a Retry have.</summary>
    /// <returns>True when the client sent it; <paramref name="n"/> is -1 where nothing opened it.</returns>
    private static bool Open(ReadOnlySpan<byte> packet, in QuicLongHeader header, int number, int length, bool cut, bool fromOriginator, QuicMemory memory, byte[] plain, out int n)
    {
        bool client = fromOriginator == memory.ClientIsOriginator;
        var keys = client ? memory.ClientKeys : memory.ServerKeys;
        if (keys is not null && TryOpen(keys, packet, header.Version, number, length, cut, plain, out n)) return client;
        keys = new QuicKeys(header.Version, header.Destination, true);
        if (!TryOpen(keys, packet, header.Version, number, length, cut, plain, out n)) return client;
        (memory.ClientKeys, memory.ServerKeys) = (keys, new QuicKeys(header.Version, header.Destination, false));
        memory.ClientIsOriginator = fromOriginator;
        return true;
    }

    private static bool TryOpen(QuicKeys keys, ReadOnlySpan<byte> packet, uint version, int number, int length, bool cut, byte[] plain, out int n)
    {
        n = keys.Open(packet, number, length, cut, plain);
        if (n > 0 && QuicFrames.Read(plain.AsSpan(0, n), HasGoogleFrames(version), cut, null)) return true;
        n = -1;
        return false;
    }

    private static bool HasGoogleFrames(uint version) => version is QuicVersions.T050 or QuicVersions.Q050;

    private static bool Handshake(ReadOnlySpan<byte> stream, uint version, bool fromOriginator, QuicMemory memory, IFactSink facts)
    {
        bool more = true;
        var before = facts.Tls ?? new TlsFacts { Transport = TlsTransport.Quic, QuicVersion = version };
        var tls = before;
        while (stream.Length >= 4)
        {
            int length = stream[1] << 16 | stream[2] << 8 | stream[3];
            if (stream.Length - 4 < length) break;
            tls = HandshakeReading.Apply(tls, stream[0], stream.Slice(4, length), fromOriginator, memory.Tls);
            more &= stream[0] is not (HandshakeReading.ClientHelloType or HandshakeReading.ServerHelloType) || tls.HelloRetry;
            stream = stream[(4 + length)..];
        }

        if (!ReferenceEquals(tls, before)) facts.Tls = tls;
        return more;
    }
}
