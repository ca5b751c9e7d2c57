using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace NetThreat.Core.Flows;

/// <summary>One column of the feature row.</summary>
/// <param name="Name">snake_case name, unique in the schema.</param>
/// <param name="Unit">us, bytes, packets, count, ratio, bytes/s, packets/s …</param>
/// <param name="Definition">One sentence that fixes the meaning; changing it changes the hash.</param>
/// <param name="CicName">CICFlowMeter 4's column name where one exists.</param>
public sealed record FeatureColumn(string Name, string Unit, string Definition, string? CicName)
{
    /// <summary>The first 16 hexadecimal digits of SHA-256 over name, unit and definition: a model pins the columns it uses by it.</summary>
    public string Hash { get; } = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{Name}\n{Unit}\n{Definition}")).AsSpan(0, 8));
}

/// <summary>Names the columns of a feature row. Columns are only ever appended; a changed definition is a new column.</summary>
public sealed class FeatureSchema
{
    private readonly Dictionary<string, int> _index;

    public FeatureSchema(int version, IReadOnlyList<FeatureColumn> columns)
    {
        Version = version;
        Columns = columns;
        _index = columns.Select((c, i) => (c.Name, i)).ToDictionary(x => x.Name, x => x.i, StringComparer.Ordinal);
    }

    public int Version { get; }

    public IReadOnlyList<FeatureColumn> Columns { get; }

    /// <summary>The column's place in the row, or -1.</summary>
    public int IndexOf(string name) => _index.GetValueOrDefault(name, -1);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"features v{Version}, {Columns.Count} columns");
}
