using System.Globalization;
using NetThreat.Core.Findings;
using NetThreat.Core.Net;
using NetThreat.Core.Time;

namespace NetThreat.Web.Dashboard;

/// <summary>Values in the words of the page.</summary>
internal static class Format
{
    private const string Thin = "\u202f";

    /// <summary>Names that are no words stand in capitals.</summary>
    private static readonly HashSet<string> s_capitals = ["arp", "dns", "icmp", "ip", "ipv4", "ipv6", "ssh", "syn", "tcp", "tls", "udp", "vlan"];

    public static string Count(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>Three significant digits and a decimal prefix: 1.23 k, 45.6 M.</summary>
    public static string Short(double value)
    {
        if (!double.IsFinite(value)) return "–";
        string[] prefixes = ["", "k", "M", "G", "T"];
        int p = 0;
        for (; Math.Abs(value) >= 999.5 && p < prefixes.Length - 1; p++) value /= 1000;
        string digits = value.ToString(Math.Abs(value) switch { >= 99.95 => "0", >= 9.995 => "0.#", _ => "0.##" }, CultureInfo.InvariantCulture);
        return prefixes[p].Length == 0 ? digits : digits + Thin + prefixes[p];
    }

    /// <summary>0 %, &lt; 0.01 %, 1.2 %.</summary>
    public static string Percent(double ratio) => ratio <= 0 ? $"0{Thin}%" : ratio < 0.0001 ? $"<{Thin}0.01{Thin}%"
        : (ratio * 100).ToString(ratio < 0.1 ? "0.##" : "0.#", CultureInfo.InvariantCulture) + $"{Thin}%";

    /// <summary>p = 0.012, p = 3.1e-5.</summary>
    public static string PValue(double p) => !double.IsFinite(p) ? "–" : $"p = {p.ToString(p < 0.001 ? "0.0e-0" : "0.###", CultureInfo.InvariantCulture)}";

    /// <summary>+0.31, −1.2: three significant digits with the sign.</summary>
    public static string Signed(double value) => !double.IsFinite(value) ? "–" : (value < 0 ? "−" : "+") + (Math.Abs(value) >= 0.01 || value == 0 ? Short(Math.Abs(value)) : Math.Abs(value).ToString("0.#e-0", CultureInfo.InvariantCulture));

    public static string Bytes(long bytes) => Short(bytes) + (bytes < 1000 ? Thin : "") + "B";

    public static string Time(Timestamp time) => time.ToDateTimeOffset().ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    public static string TimeOfDay(Timestamp time) => time.ToDateTimeOffset().ToString("HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>From and to, the day once when it is the same.</summary>
    public static string Range(Timestamp from, Timestamp to) => Time(from) == Time(to) ? Time(from)
        : from.ToDateTimeOffset().Date == to.ToDateTimeOffset().Date ? $"{Time(from)} – {TimeOfDay(to)}" : $"{Time(from)} – {Time(to)}";

    public static string Duration(TimeSpan span) => span switch
    {
        { TotalSeconds: < 1 } => $"{span.TotalMilliseconds.ToString("0", CultureInfo.InvariantCulture)}{Thin}ms",
        { TotalMinutes: < 1 } => $"{span.TotalSeconds.ToString("0.#", CultureInfo.InvariantCulture)}{Thin}s",
        { TotalHours: < 1 } => $"{(int)span.TotalMinutes}{Thin}min{(span.Seconds == 0 ? "" : $" {span.Seconds}{Thin}s")}",
        { TotalDays: < 1 } => $"{(int)span.TotalHours}{Thin}h {span.Minutes}{Thin}min",
        _ => $"{(int)span.TotalDays}{Thin}d {span.Hours}{Thin}h",
    };

    /// <summary>One address, or the first and how many more: 10.0.0.1 + 24 more.</summary>
    public static string Side(Peers peers) => peers.Sample.Count == 0 ? peers.Count > 0 ? $"{Count(peers.Count)} hosts" : "unknown"
        : peers.Count <= 1 ? peers.Sample[0].ToString() : $"{peers.Sample[0]} + {(peers.Estimated ? "about " : "")}{Count(peers.Count - 1)} more";

    /// <summary>distinct_ports becomes Distinct ports, syn-flood becomes SYN flood.</summary>
    public static string Words(string name)
    {
        string text = string.Join(' ', name.Split('_', '-').Select(w => s_capitals.Contains(w) ? w.ToUpperInvariant() : w));
        return text.Length == 0 ? "" : char.ToUpperInvariant(text[0]) + text[1..];
    }

    public static string Value(double value, string unit) => !double.IsFinite(value) ? "–" : unit switch
    {
        "ratio" => Percent(value),
        "seconds" => Duration(TimeSpan.FromSeconds(Math.Clamp(value, 0, 1e9))),
        "per_second" => $"{Short(value)}/s",
        "bytes" => Bytes((long)Math.Clamp(value, 0, 1e18)),
        "count" => value < 1e6 && value == Math.Floor(value) ? Count((long)value) : Short(value),
        _ => $"{Short(value)} {unit}".TrimEnd(),
    };

    public static string Endpoint(Address address, int port, byte protocol) => protocol is not (IpProtocol.Tcp or IpProtocol.Udp) ? address.ToString()
        : string.Create(CultureInfo.InvariantCulture, $"{(address.IsV4 ? address.ToString() : $"[{address}]")}:{port}");

    /// <summary>A coordinate for SVG.</summary>
    public static string Coordinate(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}
