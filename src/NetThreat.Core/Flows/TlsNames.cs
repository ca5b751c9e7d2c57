using System.Globalization;

namespace NetThreat.Core.Flows;

/// <summary>IANA's TLS numbers in the words of Zeek's ssl.log.</summary>
public static class TlsNames
{
    /// <summary>SSLv2 … TLSv13, DTLSv10 … DTLSv13; null for 0.</summary>
    public static string? Version(ushort version) => version switch
    {
        0 => null,
        0x0002 => "SSLv2",
        0x0300 => "SSLv3",
        0x0301 => "TLSv10",
        0x0302 => "TLSv11",
        0x0303 => "TLSv12",
        0x0304 => "TLSv13",
        0xFEFF => "DTLSv10",
        0xFEFD => "DTLSv12",
        0xFEFC => "DTLSv13",
        >= 0x7F00 and <= 0x7FFF => "TLSv13-draft" + (version & 0xFF).ToString(CultureInfo.InvariantCulture),
        _ => "unknown-" + version.ToString(CultureInfo.InvariantCulture),
    };

    /// <summary>The name of a cipher suite; unknown-N in decimal, as Zeek writes it, where it has none here; null for 0.</summary>
    public static string? Cipher(ushort cipher) => cipher == 0 ? null : TlsCipherNames.Of(cipher) ?? "unknown-" + cipher.ToString(CultureInfo.InvariantCulture);

    /// <summary>The name of a group (RFC 8446 section 4.2.7); null for 0.</summary>
    public static string? Curve(ushort group) => group switch
    {
        0 => null,
        1 => "sect163k1",
        3 => "sect163r2",
        6 => "sect233k1",
        7 => "sect233r1",
        9 => "sect283k1",
        10 => "sect283r1",
        11 => "sect409k1",
        12 => "sect409r1",
        13 => "sect571k1",
        14 => "sect571r1",
        19 => "secp192r1",
        21 => "secp224r1",
        22 => "secp256k1",
        23 => "secp256r1",
        24 => "secp384r1",
        25 => "secp521r1",
        26 => "brainpoolP256r1",
        27 => "brainpoolP384r1",
        28 => "brainpoolP512r1",
        29 => "x25519",
        30 => "x448",
        256 => "ffdhe2048",
        257 => "ffdhe3072",
        258 => "ffdhe4096",
        259 => "ffdhe6144",
        260 => "ffdhe8192",
        0x11EB => "SecP256r1MLKEM768",
        0x11EC => "X25519MLKEM768",
        0x11ED => "SecP384r1MLKEM1024",
        0x6399 => "X25519Kyber768Draft00",
        _ => "unknown-" + group.ToString(CultureInfo.InvariantCulture),
    };
}
