using System.Buffers.Binary;
using System.Text;
using NetThreat.Core.Net;

namespace NetThreat.Core.Flows;

/// <summary>One resource record of an answer.</summary>
/// <param name="Type">The record's type by number.</param>
/// <param name="Ttl">Seconds it may be cached.</param>
/// <param name="Data">As in a zone file: an address, a name, a text; \# and hexadecimal digits for types without a form here (RFC 3597 section 5).</param>
public sealed record DnsAnswer(ushort Type, uint Ttl, string Data);

/// <summary>One DNS transaction as far as it was seen.</summary>
/// <param name="Name">The query name in presentation form, lower case, without the trailing dot; bytes outside printable ASCII as \DDD (RFC 4343).</param>
/// <param name="Type">The query type by number.</param>
/// <param name="ResponseCode">RCODE, or -1 where no answer was seen.</param>
/// <param name="Answers">The number of answers the response announced.</param>
/// <param name="TransactionId">The DNS id.</param>
public sealed record DnsTransaction(string Name, ushort Type, int ResponseCode, int Answers, ushort TransactionId)
{
    /// <summary>Answers of one response that are kept.</summary>
    public const int MaxRecords = 8;

    /// <summary>Bytes of <see cref="AnswerData"/> at most.</summary>
    public const int MaxAnswerData = 1024;

    /// <summary>The second 16 bits of the header (RFC 1035 section 4.1.1): of the response where one was seen, else of the query.</summary>
    public ushort Flags { get; init; }

    /// <summary>QCLASS; 1 is Internet.</summary>
    public ushort Class { get; init; } = 1;

    /// <summary>
    /// The first answers, packed because most are never looked at: for each a type and a TTL (16 and 32 bits, big-endian), the length of the
    /// data in one byte, and the data: address bytes for A and AAAA, UTF-8 text for the rest.
    /// </summary>
    public ReadOnlyMemory<byte> AnswerData { get; init; }

    public IReadOnlyList<DnsAnswer> ReadAnswers()
    {
        var answers = new List<DnsAnswer>();
        var data = AnswerData.Span;
        while (data.Length >= 7 && data.Length >= 7 + data[6] && answers.Count < MaxRecords)
        {
            ushort type = BinaryPrimitives.ReadUInt16BigEndian(data);
            var value = data.Slice(7, data[6]);
            bool address = type is 1 && value.Length == 4 || type is 28 && value.Length == 16;
            answers.Add(new(type, BinaryPrimitives.ReadUInt32BigEndian(data[2..]), address ? Address.FromBytes(value).ToString() : Encoding.UTF8.GetString(value)));
            data = data[(7 + value.Length)..];
        }

        return answers;
    }

    public bool Equals(DnsTransaction? other) => other is not null && Name == other.Name && Type == other.Type && ResponseCode == other.ResponseCode
        && Answers == other.Answers && TransactionId == other.TransactionId && Flags == other.Flags && Class == other.Class && AnswerData.Span.SequenceEqual(other.AnswerData.Span);

    public override int GetHashCode() => HashCode.Combine(Name, Type, TransactionId);
}
