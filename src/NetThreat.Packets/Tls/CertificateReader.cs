using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using NetThreat.Core.Flows;
using NetThreat.Core.Net;
using NetThreat.Core.Time;
using NetThreat.Packets.Applications;
using NetThreat.Packets.Asn1;

namespace NetThreat.Packets.Tls;

/// <summary>X.509 certificates (RFC 5280 section 4.1) in DER: the fields that tell who and when. Nothing is verified.</summary>
internal static class CertificateReader
{
    [SuppressMessage("Security", "CA5350:Do Not Use Weak Cryptographic Algorithms", Justification = "A fingerprint for comparison with lists that use SHA-1.")]
    public static bool TryRead(ReadOnlySpan<byte> der, [NotNullWhen(true)] out TlsCertificate? certificate)
    {
        certificate = null;
        var outer = new BerReader(der);
        if (!outer.Next(0x30) || outer.IsCut) return false;
        var inside = outer.Inside();
        if (!inside.Next(0x30) || inside.IsCut) return false;
        var r = inside.Inside();
        r.TryNext(0xA0);
        if (!r.Next(0x02)) return false;
        string serial = Convert.ToHexString(Serial(r.Value));
        if (!r.Next(0x30) || !r.Next(0x30)) return false;
        string issuer = DistinguishedName.Text(r.Value);
        if (!r.Next(0x30)) return false;
        var validity = r.Inside();
        var from = Time(ref validity);
        var to = Time(ref validity);
        if (!r.Next(0x30)) return false;
        string subject = DistinguishedName.Text(r.Value);
        certificate = new()
        {
            Subject = subject,
            Issuer = issuer,
            Serial = serial,
            NotBefore = from,
            NotAfter = to,
            Sha1 = Convert.ToHexStringLower(SHA1.HashData(der)),
            Sha256 = Convert.ToHexStringLower(SHA256.HashData(der)),
            Names = Names(r),
        };
        return true;
    }

    private static ReadOnlySpan<byte> Serial(ReadOnlySpan<byte> value)
    {
        value = value[..Math.Min(value.Length, 40)];
        return value.Length > 1 && value[0] == 0 ? value[1..] : value;
    }

    /// <summary>UTCTime or GeneralizedTime (section 4.1.2.5); the epoch for what is neither.</summary>
    private static Timestamp Time(ref BerReader r)
    {
        if (!r.Next() || r.Tag is not (0x17 or 0x18) || r.Value.Length > 20) return default;
        string text = Encoding.ASCII.GetString(r.Value).TrimEnd('Z');
        if (r.Tag == 0x17 && text.Length >= 2) text = (string.CompareOrdinal(text, 0, "50", 0, 2) >= 0 ? "19" : "20") + text;
        bool read = DateTime.TryParseExact(text, ["yyyyMMddHHmmss", "yyyyMMddHHmm"], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time);
        return read ? Clamp(time) : default;
    }

    /// <summary>Timestamps reach to 2262; certificates may say 9999.</summary>
    private static Timestamp Clamp(DateTime time)
    {
        long seconds = (time.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerSecond;
        const long limit = long.MaxValue / Timestamp.NanosecondsPerSecond - 1;
        return Timestamp.FromSeconds(Math.Clamp(seconds, -limit, limit));
    }

    /// <summary>The names of subjectAltName (section 4.2.1.6) in the extensions behind the public key.</summary>
    private static List<string> Names(BerReader r)
    {
        var names = new List<string>();
        while (r.Next() && r.Tag != 0xA3)
        {
        }

        if (r.Tag != 0xA3) return names;
        var extensions = r.Inside();
        if (!extensions.Next(0x30)) return names;
        var each = extensions.Inside();
        while (each.Next(0x30))
        {
            var fields = each.Inside();
            if (!fields.Next(0x06) || !fields.Value.SequenceEqual("\x55\x1D\x11"u8)) continue;
            fields.TryNext(0x01);
            if (fields.Next(0x04)) Alternatives(fields.Inside(), names);
            break;
        }

        return names;
    }

    private static void Alternatives(BerReader value, List<string> names)
    {
        if (!value.Next(0x30)) return;
        var list = value.Inside();
        while (names.Count < TlsCertificate.MaxNames && list.Next() && !list.IsCut)
        {
            if (list.Tag == 0x82) names.Add(WireText.Of(list.Value));
            else if (list.Tag == 0x87 && list.Value.Length is 4 or 16) names.Add(Address.FromBytes(list.Value).ToString());
        }
    }
}
