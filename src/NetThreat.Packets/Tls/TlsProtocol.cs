using System.Buffers;
using System.Buffers.Binary;
using NetThreat.Core.Flows;
using NetThreat.Core.Net;
using NetThreat.Packets.Applications;
using NetThreat.Packets.Tor;

namespace NetThreat.Packets.Tls;

/// <summary>TLS and SSL 3 over a stream (RFC 8446 section 5.1, RFC 6101): the handshake as far as it is in the clear.</summary>
internal sealed class TlsProtocol : IApplicationProtocol
{
    private const byte ChangeCipherSpec = 20, AlertType = 21, HandshakeType = 22, ApplicationData = 23;

    /// <summary>The longest record: 2^14 bytes and what encryption may add (RFC 5246 section 6.2.3).</summary>
    private const int MaxRecord = 16384 + 2048;

    public string Name => "ssl";

    public IReadOnlyList<ushort> Ports { get; } = [443, 465, 563, 636, 853, 989, 990, 992, 993, 994, 995, 3269, 5061, 5671, 6697, 8443, 8883, 9443];

    public IReadOnlyList<string> Facts { get; } = [TorNames.Fact];

    public int StreamLimit => 16384;

    public bool Runs(byte transport) => transport == IpProtocol.Tcp;

    public Recognition Recognize(in Payload payload)
    {
        var b = payload.Data;
        if (Ssl2Hello.Is(b)) return Recognition.Yes;
        if (Ssl2Hello.MayBegin(b)) return Recognition.NeedMore;
        if (b.Length > 0 && b[0] is < ChangeCipherSpec or > ApplicationData || (b.Length > 1 && b[1] != 3) || (b.Length > 2 && b[2] > 4)) return Recognition.No;
        if (b.Length < 6) return Recognition.NeedMore;
        int length = BinaryPrimitives.ReadUInt16BigEndian(b[3..]);
        if (length is 0 or > MaxRecord) return Recognition.No;
        if (b[0] == HandshakeType) return Hello(b, length);
        // In the middle of a connection, or an alert as the only answer: the next record must stand where this one ends.
        if (b[0] == AlertType) return (length == 2 && b.Length >= 7 && b[5] is 1 or 2) || (length is > 16 and < 128 && b.Length == 5 + length) ? Recognition.Yes : Recognition.No;
        if (UsualPort(in payload)) return Recognition.Yes;
        int next = 5 + length;
        if (b.Length < next + 3) return b.Length == next ? Recognition.Yes : Recognition.NeedMore;
        return b[next] is >= ChangeCipherSpec and <= ApplicationData && b[next + 1] == 3 && b[next + 2] <= 4 ? Recognition.Yes : Recognition.No;
    }

    public bool Read(in Payload payload, IFactSink facts)
    {
        if (facts.Memory is not TlsMemory memory) facts.Memory = memory = new TlsMemory();
        var before = facts.Tls ?? new TlsFacts();
        byte[] messages = ArrayPool<byte>.Shared.Rent(payload.Data.Length);
        var reading = new Reading { Tls = before, Memory = memory, Messages = messages, FromOriginator = payload.FromOriginator };
        bool more = Ssl2Hello.Is(payload.Data) ? Ssl2Hello.Read(payload.Data, ref reading.Tls) : reading.Records(payload.Data);
        ArrayPool<byte>.Shared.Return(messages);
        if (reading.Encrypts && payload.FromOriginator) memory.OriginatorEncrypts = true;
        if (reading.Encrypts && !payload.FromOriginator) memory.ResponderEncrypts = true;
        if (memory.BothEncrypt && !reading.Tls.Established) reading.Tls = reading.Tls with { Established = true };
        if (ReferenceEquals(reading.Tls, before) && facts.Tls is not null) return more;
        facts.Tls = reading.Tls;
        TorNames.Tell(reading.Tls, facts);
        return more;
    }

    private bool UsualPort(in Payload payload)
    {
        foreach (ushort port in Ports)
            if (payload.HasPort(port)) return true;
        return false;
    }

    /// <summary>A hello whose length fits its record, or one of several.</summary>
    private static Recognition Hello(ReadOnlySpan<byte> b, int record)
    {
        if (b[5] is not (0 or 1 or 2)) return record > 4 && b[5] <= 24 ? Recognition.Yes : Recognition.No;
        if (b.Length < 9) return Recognition.NeedMore;
        int length = b[6] << 16 | b[7] << 8 | b[8];
        if (b[5] == 0) return length == 0 ? Recognition.Yes : Recognition.No;
        return length is >= 34 and <= 1 << 17 ? Recognition.Yes : Recognition.No;
    }

    /// <summary>One pass through a direction's records. Messages may span records, so their bytes are gathered first.</summary>
    private ref struct Reading
    {
        public TlsFacts Tls;
        public required TlsMemory Memory;
        public required byte[] Messages;
        public required bool FromOriginator;
        public bool Encrypts;
        private int _length, _parsed;
        private bool _retry;

        /// <returns>False when nothing more is to come in the clear.</returns>
        public bool Records(ReadOnlySpan<byte> b)
        {
            while (b.Length >= 5)
            {
                int length = BinaryPrimitives.ReadUInt16BigEndian(b[3..]);
                if (b[0] is < ChangeCipherSpec or > ApplicationData || b[1] != 3 || length > MaxRecord) return false;
                var fragment = b.Slice(5, Math.Min(length, b.Length - 5));
                switch (b[0])
                {
                    case HandshakeType:
                        Gather(fragment);
                        break;
                    case AlertType when length == 2 && fragment.Length == 2:
                        if (Tls.Alert != fragment[1]) Tls = Tls with { Alert = fragment[1] };
                        break;
                    case ChangeCipherSpec when _retry:
                        break;
                    case ChangeCipherSpec or ApplicationData:
                        Encrypts = true;
                        return false;
                    default:
                        break;
                }

                b = b[(5 + fragment.Length)..];
            }

            return true;
        }

        private void Gather(ReadOnlySpan<byte> fragment)
        {
            fragment.CopyTo(Messages.AsSpan(_length));
            _length += fragment.Length;
            while (_length - _parsed >= 4)
            {
                var m = Messages.AsSpan(_parsed, _length - _parsed);
                int length = m[1] << 16 | m[2] << 8 | m[3];
                if (m.Length - 4 < length) return;
                Tls = HandshakeReading.Apply(Tls, m[0], m.Slice(4, length), FromOriginator, Memory);
                // The server's change of cipher may stand between its request and its hello (RFC 8446 appendix D.4).
                _retry = m[0] == HandshakeReading.ServerHelloType && ServerHello.TryRead(m.Slice(4, length), out var hello) && hello.IsRetry;
                _parsed += 4 + length;
            }
        }
    }
}
