using System.Globalization;

namespace NetThreat.Capture.Logs;

/// <summary>EVE's names of DNS types and response codes back to numbers.</summary>
internal static class FactTypes
{
    /// <returns>0 for a name that is unknown.</returns>
    public static ushort Dns(string? name) => name?.ToUpperInvariant() switch
    {
        "A" => 1,
        "NS" => 2,
        "CNAME" => 5,
        "SOA" => 6,
        "NULL" => 10,
        "PTR" => 12,
        "HINFO" => 13,
        "MX" => 15,
        "TXT" => 16,
        "AAAA" => 28,
        "SRV" => 33,
        "NAPTR" => 35,
        "DS" => 43,
        "RRSIG" => 46,
        "NSEC" => 47,
        "DNSKEY" => 48,
        "SVCB" => 64,
        "HTTPS" => 65,
        "AXFR" => 252,
        "ANY" => 255,
        { } text when text.StartsWith("TYPE", StringComparison.Ordinal) && ushort.TryParse(text.AsSpan(4), NumberStyles.None, CultureInfo.InvariantCulture, out ushort n) => n,
        _ => 0,
    };

    /// <returns>-1 for a name that is unknown.</returns>
    public static int ResponseCode(string? name) => name switch
    {
        "NOERROR" => 0,
        "FORMERR" => 1,
        "SERVFAIL" => 2,
        "NXDOMAIN" => 3,
        "NOTIMP" => 4,
        "REFUSED" => 5,
        _ => -1,
    };
}
