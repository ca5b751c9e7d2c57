using System.Globalization;
using NetThreat.Core.Net;

namespace NetThreat.Capture.Logs;

/// <summary>One row of a log: names and values as text; nested JSON by dotted names. Reused from row to row.</summary>
internal sealed class LogRow
{
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);

    /// <summary>Names of one row that are kept; more are not read.</summary>
    public const int MaxFields = 1024;

    public int Count => _values.Count;

    /// <summary>The name that the log gives itself (#path, _path); null where it gives none.</summary>
    public string? Path { get; set; }

    public void Clear() => _values.Clear();

    public void Set(string name, string value)
    {
        if (_values.Count < MaxFields) _values[name] = value;
    }

    public bool Has(string name) => _values.ContainsKey(name);

    /// <returns>Null where the field is absent, unset or empty.</returns>
    public string? Text(string name) => _values.TryGetValue(name, out string? v) && v.Length > 0 ? v : null;

    /// <summary>A count, 0 where it is absent or none; never negative.</summary>
    public long Count64(string name) =>
        _values.TryGetValue(name, out string? v) && long.TryParse(v, NumberStyles.Integer, CultureInfo.InvariantCulture, out long n) && n >= 0 ? Math.Min(n, Core.Wire.WireLimits.MaxCount) : 0;

    public bool TryAddress(string name, out Address address) => Address.TryParse(Text(name), out address);

    public ushort Port(string name) => (ushort)Math.Min(Count64(name), ushort.MaxValue);

    /// <summary>Seconds with a fraction, as Zeek writes times and intervals, exactly; or an ISO time. Nanoseconds; null where it is neither.</summary>
    public long? Nanoseconds(string name) => Text(name) is { } text ? LogTime.Parse(text) : null;
}
