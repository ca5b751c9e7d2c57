using System.Buffers.Binary;

namespace NetThreat.Packets.Dns;

/// <summary>
/// The header and first question of one DNS message (RFC 1035 section 4.1), multicast DNS (RFC 6762) and NetBIOS names (RFC 1002) included:
/// they share the format. A view of the payload; nothing is allocated until <see cref="ReadName"/>.
/// </summary>
public readonly ref struct DnsMessage
{
    internal const int HeaderLength = 12;

    private readonly ReadOnlySpan<byte> _message;
    private readonly int _questionEnd;

    private DnsMessage(ReadOnlySpan<byte> message, ushort flags, ushort type, ushort @class, int questionEnd)
    {
        _message = message;
        Class = @class;
        _questionEnd = questionEnd;
        Flags = flags;
        Type = type;
    }

    /// <summary>The second 16 bits of the header.</summary>
    public ushort Flags { get; }

    public ushort TransactionId => BinaryPrimitives.ReadUInt16BigEndian(_message);

    public bool IsResponse => (Flags & 0x8000) != 0;

    public int OpCode => Flags >> 11 & 0xF;

    /// <summary>RCODE of the header (without the extension of EDNS).</summary>
    public int ResponseCode => Flags & 0xF;

    /// <summary>The responder cut the message to the transport's size.</summary>
    public bool IsTruncated => (Flags & 0x0200) != 0;

    public int Questions => BinaryPrimitives.ReadUInt16BigEndian(_message[4..]);

    public int Answers => BinaryPrimitives.ReadUInt16BigEndian(_message[6..]);

    /// <summary>True when a question stands in the message; multicast DNS answers carry none.</summary>
    public bool HasQuestion => Questions > 0;

    /// <summary>QTYPE of the first question; 0 without one.</summary>
    public ushort Type { get; }

    /// <summary>QCLASS of the first question; 1 without one.</summary>
    public ushort Class { get; }

    /// <summary>Recognises a message. A payload that a capture cut short is accepted when header and first question are there.</summary>
    /// <param name="payload">A UDP payload.</param>
    /// <param name="message">Valid as long as the payload.</param>
    /// <returns>False for whatever does not look like DNS in every field that is checked.</returns>
    public static bool TryDecode(ReadOnlySpan<byte> payload, out DnsMessage message)
    {
        message = default;
        if (!DnsPlausibility.Header(payload)) return false;
        ushort flags = BinaryPrimitives.ReadUInt16BigEndian(payload[2..]);
        bool question = BinaryPrimitives.ReadUInt16BigEndian(payload[4..]) > 0;
        int end = DnsName.Skip(payload, HeaderLength);
        if (end < 0 || payload.Length - end < 4) return false;
        ushort type = BinaryPrimitives.ReadUInt16BigEndian(payload[end..]);
        ushort @class = BinaryPrimitives.ReadUInt16BigEndian(payload[(end + 2)..]);
        if (!DnsPlausibility.TypeAndClass(type, @class)) return false;
        message = question ? new(payload, flags, type, @class, end + 4) : new(payload, flags, 0, 1, HeaderLength);
        return true;
    }

    /// <summary>Recognises a message at the start of a TCP payload, behind its length (RFC 1035 section 4.2.2).</summary>
    public static bool TryDecodeTcp(ReadOnlySpan<byte> payload, out DnsMessage message)
    {
        message = default;
        if (payload.Length < 2 + HeaderLength) return false;
        int length = BinaryPrimitives.ReadUInt16BigEndian(payload);
        return length >= HeaderLength && TryDecode(payload.Slice(2, Math.Min(length, payload.Length - 2)), out message);
    }

    /// <summary>The first answers in the form of <see cref="Core.Flows.DnsTransaction.AnswerData"/>; null without any, or with more than one question before them.</summary>
    public byte[]? PackAnswers() => Questions <= 1 && Answers > 0 ? DnsAnswers.Pack(_message, _questionEnd, Answers) : null;

    /// <summary>
    /// Writes the first question's name in presentation form: lower case, labels joined by dots, no trailing dot (the root is empty), a dot
    /// or backslash inside a label escaped by a backslash, other bytes outside 0x21-0x7E as \DDD (RFC 4343 section 2.1).
    /// </summary>
    /// <param name="destination"><see cref="DnsName.MaxText"/> characters always suffice.</param>
    /// <returns>Characters written; -1 when they do not fit or the name is malformed; 0 without a question.</returns>
    public int CopyName(Span<char> destination) => HasQuestion ? DnsName.Write(_message, HeaderLength, destination) : 0;

    /// <summary>The name of <see cref="CopyName"/> as a new string.</summary>
    public string ReadName()
    {
        Span<char> text = stackalloc char[DnsName.MaxText];
        int n = CopyName(text);
        return n <= 0 ? "" : new string(text[..n]);
    }
}
