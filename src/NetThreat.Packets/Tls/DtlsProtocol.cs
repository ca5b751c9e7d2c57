using System.Buffers.Binary;
using NetThreat.Core.Flows;
using NetThreat.Core.Net;
using NetThreat.Packets.Applications;

namespace NetThreat.Packets.Tls;

/// <summary>DTLS 1.0 to 1.3 (RFC 4347, RFC 6347, RFC 9147): the handshake as far as it is in the clear.</summary>
internal sealed class DtlsProtocol : IApplicationProtocol
{
    private const int RecordHeader = 13, MessageHeader = 12;
    private const byte ChangeCipherSpec = 20, AlertType = 21, HandshakeType = 22, ApplicationData = 23;

    public string Name => "dtls";

    public IReadOnlyList<ushort> Ports { get; } = [443, 853, 2221, 3391, 4433, 5349, 5684];

    public bool Runs(byte transport) => transport == IpProtocol.Udp;

    public Recognition Recognize(in Payload payload)
    {
        var b = payload.Data;
        if (b.Length < RecordHeader || b[0] is < ChangeCipherSpec or > ApplicationData || !KnownVersion(b)) return Recognition.No;
        int length = BinaryPrimitives.ReadUInt16BigEndian(b[11..]);
        return length > 0 && RecordHeader + length <= payload.WireLength ? Recognition.Yes : Recognition.No;
    }

    public bool Read(in Payload payload, IFactSink facts)
    {
        if (facts.Memory is not TlsMemory memory) facts.Memory = memory = new TlsMemory();
        var before = facts.Tls ?? new TlsFacts { Transport = TlsTransport.Dtls };
        var tls = before;
        var b = payload.Data;
        bool encrypts = false;
        while (b.Length >= RecordHeader && b[0] is >= ChangeCipherSpec and <= ApplicationData && KnownVersion(b))
        {
            var fragment = b.Slice(RecordHeader, Math.Min(BinaryPrimitives.ReadUInt16BigEndian(b[11..]), b.Length - RecordHeader));
            bool clear = BinaryPrimitives.ReadUInt16BigEndian(b[3..]) == 0;
            if (clear && b[0] == HandshakeType) tls = Messages(tls, fragment, payload.FromOriginator, memory);
            else if (clear && b[0] == AlertType && fragment.Length == 2 && tls.Alert != fragment[1]) tls = tls with { Alert = fragment[1] };
            else encrypts |= !clear || b[0] is ChangeCipherSpec or ApplicationData;
            b = b[(RecordHeader + fragment.Length)..];
        }

        // The short header of DTLS 1.3's encrypted records (RFC 9147 section 4).
        encrypts |= b.Length > 0 && b[0] >> 5 == 1;
        if (encrypts && payload.FromOriginator) memory.OriginatorEncrypts = true;
        if (encrypts && !payload.FromOriginator) memory.ResponderEncrypts = true;
        if (memory.BothEncrypt && !tls.Established) tls = tls with { Established = true };
        if (!ReferenceEquals(tls, before) || facts.Tls is null) facts.Tls = tls;
        return !encrypts;
    }

    private static bool KnownVersion(ReadOnlySpan<byte> b) => (b[1] == 0xFE && b[2] is 0xFF or 0xFD or 0xFC) || (b[1] == 1 && b[2] == 0);

    private static TlsFacts Messages(TlsFacts tls, ReadOnlySpan<byte> b, bool fromOriginator, TlsMemory memory)
    {
        while (b.Length >= MessageHeader)
        {
            int length = b[1] << 16 | b[2] << 8 | b[3], sequence = BinaryPrimitives.ReadUInt16BigEndian(b[4..]);
            int offset = b[6] << 16 | b[7] << 8 | b[8], part = b[9] << 16 | b[10] << 8 | b[11];
            if (part > b.Length - MessageHeader) return tls;
            var fragment = b.Slice(MessageHeader, part);
            var message = part == length ? fragment : Fragments(memory, fromOriginator).Add(sequence, length, offset, fragment);
            if (message.Length == length) tls = HandshakeReading.Apply(tls, b[0], message, fromOriginator, memory);
            b = b[(MessageHeader + part)..];
        }

        return tls;
    }

    private static DtlsFragments Fragments(TlsMemory memory, bool fromOriginator) =>
        fromOriginator ? memory.Originator ??= new DtlsFragments() : memory.Responder ??= new DtlsFragments();
}
