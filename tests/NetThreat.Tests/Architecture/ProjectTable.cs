using System.Xml.Linq;
using NetThreat.Testing;

namespace NetThreat.Tests.Architecture;

/// <summary>The arrows of docs/architecture.md: which project may reference which, and whose packages are whose.</summary>
internal static class ProjectTable
{
    /// <summary>Per project of src, what it may reference. The executable may reference all.</summary>
    public static IReadOnlyDictionary<string, string[]> Arrows { get; } = new Dictionary<string, string[]>
    {
        ["NetThreat.Core"] = [],
        ["NetThreat.Packets"] = ["NetThreat.Core"],
        ["NetThreat.Flows"] = ["NetThreat.Core", "NetThreat.Packets"],
        ["NetThreat.Capture"] = ["NetThreat.Core", "NetThreat.Packets", "NetThreat.Flows"],
        ["NetThreat.Learning"] = ["NetThreat.Core"],
        ["NetThreat.Detection"] = ["NetThreat.Core", "NetThreat.Learning"],
        ["NetThreat.Alerting"] = ["NetThreat.Core"],
        ["NetThreat.Simulation"] = ["NetThreat.Core"],
        ["NetThreat.Web"] = ["NetThreat.Core"],
        ["NetThreat.Messaging"] = ["NetThreat.Core"],
        ["NetThreat.Storage"] = ["NetThreat.Core"],
    };

    public const string Executable = "NetThreat";

    /// <summary>Prefixes of packages and assemblies of drivers: brokers and databases.</summary>
    public static IReadOnlyList<string> Drivers { get; } =
        ["Confluent.Kafka", "librdkafka", "Npgsql", "Microsoft.Data.Sqlite", "SQLitePCLRaw", "Microsoft.EntityFrameworkCore", "Dapper", "CassandraCSharpDriver", "Cassandra"];

    public static IReadOnlyList<string> MayHoldDrivers { get; } = ["NetThreat.Messaging", "NetThreat.Storage"];

    public static IReadOnlyList<string> MayHoldAspNet { get; } = ["NetThreat.Web", Executable];

    /// <summary>Every project file of src by project name.</summary>
    public static IReadOnlyDictionary<string, XDocument> ProjectFiles { get; } = Directory
        .EnumerateFiles(Path.Combine(Data.Repository, "src"), "*.csproj", SearchOption.AllDirectories)
        .ToDictionary(f => Path.GetFileNameWithoutExtension(f), XDocument.Load);

    /// <summary>What a project file includes of a kind, by plain name.</summary>
    public static IEnumerable<string> Includes(XDocument project, string kind) =>
        project.Descendants(kind).Select(e => Path.GetFileName(((string)e.Attribute("Include")!).Replace('\\', '/')))
            .Select(n => n.EndsWith(".csproj", StringComparison.Ordinal) ? n[..^".csproj".Length] : n);

    /// <summary>What an arrow may reach: an adapter named for its technology follows the project it stands beside.</summary>
    public static bool MayReference(string from, string to)
    {
        if (from == Executable) return true;
        if (Arrows.TryGetValue(from, out var allowed)) return allowed.Contains(to);
        var home = Arrows.Keys.SingleOrDefault(k => from.StartsWith(k + ".", StringComparison.Ordinal));
        return home is not null && (to == home || Arrows[home].Contains(to));
    }
}
