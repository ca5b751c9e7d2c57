using System.Text;
using NetThreat.Core.Net;

namespace NetThreat.Simulation.Messages;

/// <summary>DNS messages (RFC 1035 section 4), queries with an EDNS record (RFC 6891 section 6.1.2).</summary>
internal static class DnsMessage
{
    public const ushort A = 1;
    public const ushort Soa = 6;
    public const ushort Ptr = 12;
    public const ushort Aaaa = 28;
    public const int NxDomain = 3;
    private const int NameOfQuestion = 0xC00C;

    public static byte[] Query(ushort id, string name, ushort type) => Opt(Question(Header(id, 0x0120, 0, 0), name, type)).ToArray();

    /// <summary>An answer with the given addresses.</summary>
    public static byte[] Answer(ushort id, string name, ushort type, IReadOnlyList<Address> addresses, uint ttl)
    {
        var message = Question(Header(id, 0x8180, addresses.Count, 0), name, type);
        foreach (var address in addresses)
            message.U16(NameOfQuestion).U16(type).U16(1).U32(ttl).Block(2, w => Raw(w, address));
        return Opt(message).ToArray();
    }

    /// <summary>An answer to a PTR question.</summary>
    public static byte[] PointerAnswer(ushort id, string name, string host, uint ttl) =>
        Opt(Question(Header(id, 0x8180, 1, 0), name, Ptr).U16(NameOfQuestion).U16(Ptr).U16(1).U32(ttl).Block(2, w => Name(w, host))).ToArray();

    /// <summary>No such name, or no record of the type: the zone's SOA in the authority section (RFC 2308 section 2).</summary>
    public static byte[] Negative(ushort id, string name, ushort type, int responseCode) =>
        Opt(Question(Header(id, 0x8180 | responseCode, 0, 1), name, type).U8(0).U16(Soa).U16(1).U32(900)
            .Block(2, w => Name(Name(w, "a.root-servers.net"), "nstld.verisign-grs.com").U32(2026112100).U32(1800).U32(900).U32(604800).U32(86400))).ToArray();

    /// <summary>An mDNS question for a service (RFC 6762 section 5.2): id 0, no recursion.</summary>
    public static byte[] MulticastQuestion(string service) =>
        Name(new MessageWriter().U32(0).U16(1).U16(0).U16(0).U16(0), service).U16(Ptr).U16(1).ToArray();

    public static string ReverseName(Address address)
    {
        uint a = address.ToV4();
        return $"{a & 0xFF}.{a >> 8 & 0xFF}.{a >> 16 & 0xFF}.{a >> 24}.in-addr.arpa";
    }

    private static MessageWriter Header(ushort id, int flags, int answers, int authorities) =>
        new MessageWriter().U16(id).U16(flags).U16(1).U16(answers).U16(authorities).U16(1);

    private static MessageWriter Question(MessageWriter message, string name, ushort type) => Name(message, name).U16(type).U16(1);

    private static MessageWriter Opt(MessageWriter message) => message.U8(0).U16(41).U16(1232).U32(0).U16(0);

    private static MessageWriter Name(MessageWriter message, string name)
    {
        foreach (string label in name.Split('.')) message.Block(1, w => w.Bytes(Encoding.ASCII.GetBytes(label)));
        return message.U8(0);
    }

    private static void Raw(MessageWriter message, Address address)
    {
        Span<byte> bytes = stackalloc byte[16];
        address.CopyTo(bytes);
        message.Bytes(address.IsV4 ? bytes[12..] : bytes);
    }
}
