using System.Globalization;
using System.Text;
using NetThreat.Core.Flows;
using NetThreat.Packets.Asn1;

namespace NetThreat.Packets.Tls;

/// <summary>
/// Names of certificates (RFC 5280 section 4.1.2.4) as text: RFC 4514 with the short attribute names that Zeek and OpenSSL use, the most
/// specific part first, bytes outside ASCII as \XX of their UTF-8.
/// </summary>
internal static class DistinguishedName
{
    private const int MaxParts = 32;

    /// <param name="name">The contents of the Name sequence.</param>
    public static string Text(ReadOnlySpan<byte> name)
    {
        var parts = new List<string>();
        var sets = new BerReader(name);
        while (parts.Count < MaxParts && sets.Next(0x31) && !sets.IsCut) parts.Add(Part(sets.Value));
        parts.Reverse();
        string text = string.Join(',', parts);
        return text.Length > ApplicationFacts.MaxText ? text[..ApplicationFacts.MaxText] : text;
    }

    /// <summary>One set: usually one attribute, else several joined by a plus sign.</summary>
    private static string Part(ReadOnlySpan<byte> set)
    {
        var text = new StringBuilder();
        var attributes = new BerReader(set);
        for (int n = 0; n < 8 && attributes.Next(0x30); n++)
        {
            var pair = attributes.Inside();
            if (!pair.Next(0x06)) break;
            string type = ObjectIdentifier(pair.Value);
            if (!pair.Next()) break;
            if (n > 0) text.Append('+');
            text.Append(ShortName(type)).Append('=');
            Value(text, pair.Tag, pair.Value);
        }

        return text.ToString();
    }

    private static string ShortName(string type) => type switch
    {
        "2.5.4.3" => "CN",
        "2.5.4.4" => "SN",
        "2.5.4.5" => "serialNumber",
        "2.5.4.6" => "C",
        "2.5.4.7" => "L",
        "2.5.4.8" => "ST",
        "2.5.4.9" => "street",
        "2.5.4.10" => "O",
        "2.5.4.11" => "OU",
        "2.5.4.12" => "title",
        "2.5.4.13" => "description",
        "2.5.4.15" => "businessCategory",
        "2.5.4.17" => "postalCode",
        "2.5.4.20" => "telephoneNumber",
        "2.5.4.41" => "name",
        "2.5.4.42" => "GN",
        "2.5.4.43" => "initials",
        "2.5.4.46" => "dnQualifier",
        "2.5.4.97" => "organizationIdentifier",
        "0.9.2342.19200300.100.1.1" => "UID",
        "0.9.2342.19200300.100.1.25" => "DC",
        "1.2.840.113549.1.9.1" => "emailAddress",
        "1.2.840.113549.1.9.2" => "unstructuredName",
        "1.3.6.1.4.1.311.60.2.1.1" => "jurisdictionL",
        "1.3.6.1.4.1.311.60.2.1.2" => "jurisdictionST",
        "1.3.6.1.4.1.311.60.2.1.3" => "jurisdictionC",
        _ => type,
    };

    private static string ObjectIdentifier(ReadOnlySpan<byte> value)
    {
        var text = new StringBuilder();
        ulong number = 0;
        bool first = true;
        foreach (byte b in value[..Math.Min(value.Length, 32)])
        {
            number = number << 7 | (uint)(b & 0x7F);
            if ((b & 0x80) != 0) continue;
            if (first)
            {
                ulong root = Math.Min(number / 40, 2);
                text.Append(CultureInfo.InvariantCulture, $"{root}.{number - root * 40}");
            }
            else
            {
                text.Append(CultureInfo.InvariantCulture, $".{number}");
            }

            (first, number) = (false, 0);
        }

        return text.ToString();
    }

    private static void Value(StringBuilder text, byte tag, ReadOnlySpan<byte> value)
    {
        value = value[..Math.Min(value.Length, 256)];
        string s = tag switch
        {
            0x1E => Encoding.BigEndianUnicode.GetString(value[..(value.Length & ~1)]),
            0x0C => Encoding.UTF8.GetString(value),
            _ => Encoding.Latin1.GetString(value),
        };
        for (int i = 0; i < s.Length; i++)
        {
            char c = s[i];
            bool edge = (i == 0 && c is ' ' or '#') || (i == s.Length - 1 && c == ' ');
            if (c is ',' or '+' or '"' or '\\' or '<' or '>' or ';' || edge) text.Append('\\').Append(c);
            else if (c is >= ' ' and <= '~') text.Append(c);
            else foreach (byte b in Encoding.UTF8.GetBytes(char.IsHighSurrogate(c) && i + 1 < s.Length ? s.Substring(i++, 2) : c.ToString())) text.Append(CultureInfo.InvariantCulture, $"\\{b:X2}");
        }
    }
}
