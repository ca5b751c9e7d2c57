using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.AspNetCore.Http;
using NetThreat.Core.Net;
using NetThreat.Core.Time;

namespace NetThreat.Web.Api;

/// <summary>
/// Reads query parameters and collects every fault by the parameter's name. What is unknown, repeated or out of range is a fault:
/// a filter with a typing error must not answer with everything.
/// </summary>
internal sealed class StrictQuery
{
    private static readonly ConcurrentDictionary<Type, HashSet<string>> s_known = new();
    private readonly Dictionary<string, string[]> _faults = new(StringComparer.Ordinal);
    private readonly IQueryCollection _query;

    private StrictQuery(IQueryCollection query, HashSet<string> known)
    {
        _query = query;
        foreach (var (name, values) in query)
        {
            if (!known.Contains(name)) _faults[name] = [known.Count == 0 ? "this path takes no parameters" : $"unknown parameter; known are {string.Join(", ", known.Order(StringComparer.Ordinal))}"];
            else if (values.Count > 1) _faults[name] = ["given more than once"];
        }
    }

    /// <summary>The parameters are the members of <typeparamref name="T"/>, in camel case.</summary>
    public static StrictQuery Of<T>(HttpRequest request) => new(request.Query, s_known.GetOrAdd(typeof(T), type =>
        [.. type.GetProperties().Select(p => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(p.Name))]));

    /// <summary>400 with every fault, or null.</summary>
    public IResult? Problem => _faults.Count == 0 ? null : Results.ValidationProblem(_faults,
        detail: string.Join("; ", _faults.Select(f => $"{f.Key}: {f.Value[0]}")), title: "Bad query parameter");

    public string? Text(string name, int maxLength = 200) => Read(name, text => text.Length is > 0 && text.Length <= maxLength ? text : null, $"must be 1 to {maxLength} characters");

    public Address? Address(string name) => ReadValue(name, text => Core.Net.Address.TryParse(text, out var a) ? a : (Address?)null, "is not an IP address");

    public Timestamp? Time(string name) => ReadValue(name, ParseTime, "is not a time by RFC 3339, for example 2026-01-31T08:00:00Z (write + as %2B)");

    public int? Integer(string name, int min, int max) => ReadValue(name,
        text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int n) && n >= min && n <= max ? n : (int?)null, $"must be a whole number from {min} to {max}");

    public double? Ratio(string name) => ReadValue(name,
        text => double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double x) && x is >= 0 and <= 1 ? x : (double?)null, "must be a number from 0 to 1");

    public byte? Protocol(string name) => ReadValue<byte>(name, text => text switch
    {
        "tcp" => IpProtocol.Tcp,
        "udp" => IpProtocol.Udp,
        "icmp" => IpProtocol.Icmp,
        "icmp6" => IpProtocol.IcmpV6,
        _ => byte.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out byte n) ? n : null,
    }, "must be tcp, udp, icmp, icmp6 or a protocol number");

    public T? Choice<T>(string name) where T : struct, Enum => ReadValue<T>(name,
        text => Enum.GetValues<T>().Where(v => Model.Names.Camel(v) == text).Select(v => (T?)v).FirstOrDefault(),
        $"must be one of {string.Join(", ", Enum.GetValues<T>().Select(Model.Names.Camel))}");

    /// <summary>Adds a fault that only the store could see.</summary>
    public IResult Fault(string name, string fault)
    {
        _faults[name] = [fault];
        return Problem!;
    }

    private T? ReadValue<T>(string name, Func<string, T?> parse, string fault) where T : struct
    {
        if (Single(name) is not { } text) return null;
        var value = parse(text);
        if (value is null) _faults[name] = [$"'{Excerpt(text)}' {fault}"];
        return value;
    }

    private string? Read(string name, Func<string, string?> parse, string fault)
    {
        if (Single(name) is not { } text) return null;
        string? value = parse(text);
        if (value is null) _faults[name] = [fault];
        return value;
    }

    private string? Single(string name) => _query.TryGetValue(name, out var values) && values.Count == 1 ? values[0] ?? "" : null;

    private static string Excerpt(string text) => text.Length <= 60 ? text : text[..60] + "…";

    private static Timestamp? ParseTime(string text)
    {
        bool hasOffset = text is [.., 'Z'] || (text.Length > 6 && text[^6] is '+' or '-');
        bool ok = DateTimeOffset.TryParseExact(text, ["yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"], CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal, out var time);
        // The years that 64 bits of nanoseconds hold.
        return ok && hasOffset && time.Year is >= 1678 and <= 2261 ? Timestamp.FromDateTimeOffset(time) : null;
    }
}
