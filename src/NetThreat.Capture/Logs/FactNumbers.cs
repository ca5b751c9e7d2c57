using System.Collections.Frozen;
using NetThreat.Core.Flows;

namespace NetThreat.Capture.Logs;

/// <summary>Names of TLS in logs back to IANA's numbers; 0 for a name that is unknown.</summary>
internal static class FactNumbers
{
    private static readonly FrozenDictionary<string, ushort> Versions = Names(TlsNames.Version, [2, 0x300, 0x301, 0x302, 0x303, 0x304, 0xFEFF, 0xFEFD, 0xFEFC]);
    private static readonly FrozenDictionary<string, ushort> Ciphers = Names(TlsNames.Cipher, Enumerable.Range(1, 0xFFFF));
    private static readonly FrozenDictionary<string, ushort> Curves = Names(TlsNames.Curve, Enumerable.Range(1, 0x700).Append(0x11EB).Append(0x11EC).Append(0x11ED).Append(0x6399));

    /// <summary>Zeek's spelling, or EVE's (TLS 1.2, TLSv1).</summary>
    public static ushort TlsVersion(string? name) => name switch
    {
        null => 0,
        "TLSv1" or "TLS 1.0" => 0x301,
        "TLS 1.1" => 0x302,
        "TLS 1.2" => 0x303,
        "TLS 1.3" => 0x304,
        _ => Versions.GetValueOrDefault(name),
    };

    public static ushort TlsCipher(string? name) => name is null ? (ushort)0 : Ciphers.GetValueOrDefault(name);

    public static ushort TlsCurve(string? name) => name is null ? (ushort)0 : Curves.GetValueOrDefault(name);

    private static FrozenDictionary<string, ushort> Names(Func<ushort, string?> nameOf, IEnumerable<int> numbers)
    {
        var names = new Dictionary<string, ushort>(StringComparer.OrdinalIgnoreCase);
        foreach (int n in numbers)
            if (nameOf((ushort)n) is { } name && !name.StartsWith("unknown-", StringComparison.Ordinal)) names.TryAdd(name, (ushort)n);
        // EVE writes TLSv1.2 where Zeek writes TLSv12.
        foreach (var (name, n) in names.ToList())
            if (name.StartsWith("TLSv1", StringComparison.Ordinal) && name.Length == 6) names.TryAdd($"TLSv1.{name[5]}", n);
        return names.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
    }
}
