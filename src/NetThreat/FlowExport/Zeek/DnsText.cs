using System.Globalization;

namespace NetThreat.FlowExport.Zeek;

/// <summary>IANA's DNS numbers in the words of Zeek's dns.log.</summary>
internal static class DnsText
{
    private static readonly string[] ResponseCodes = ["NOERROR", "FORMERR", "SERVFAIL", "NXDOMAIN", "NOTIMP", "REFUSED", "YXDOMAIN", "YXRRSET", "NXRRSET", "NOTAUTH", "NOTZONE"];

    public static string Type(int type) => type switch
    {
        1 => "A",
        2 => "NS",
        5 => "CNAME",
        6 => "SOA",
        12 => "PTR",
        13 => "HINFO",
        15 => "MX",
        16 => "TXT",
        28 => "AAAA",
        29 => "LOC",
        32 => "NB",
        33 => "SRV",
        35 => "NAPTR",
        39 => "DNAME",
        41 => "EDNS",
        43 => "DS",
        44 => "SSHFP",
        46 => "RRSIG",
        47 => "NSEC",
        48 => "DNSKEY",
        50 => "NSEC3",
        52 => "TLSA",
        64 => "SVCB",
        65 => "HTTPS",
        99 => "SPF",
        250 => "TSIG",
        251 => "IXFR",
        252 => "AXFR",
        255 => "*",
        256 => "URI",
        257 => "CAA",
        _ => "query-" + type.ToString(CultureInfo.InvariantCulture),
    };

    public static string Class(int value) => value switch
    {
        1 => "C_INTERNET",
        3 => "C_CHAOS",
        4 => "C_HESIOD",
        254 => "C_NONE",
        255 => "C_ANY",
        _ => "qclass-" + value.ToString(CultureInfo.InvariantCulture),
    };

    public static string ResponseCode(int code) =>
        (uint)code < (uint)ResponseCodes.Length ? ResponseCodes[code] : "rcode-" + code.ToString(CultureInfo.InvariantCulture);
}
