namespace NetThreat.Testing;

/// <summary>The shared data folder: NETTHREAT_DATA, or ../shared/data beside the repository.</summary>
public static class Data
{
    public static string? Root { get; } = Find();

    /// <summary>A path below the data folder.</summary>
    public static string Path(string relative) => System.IO.Path.Combine(Root ?? throw new InvalidOperationException("no data folder"), relative);

    /// <summary>The repository's root: the folder of NetThreat.sln above the test binaries.</summary>
    public static string Repository { get; } = FindRepository();

    private static string? Find()
    {
        var named = Environment.GetEnvironmentVariable("NETTHREAT_DATA");
        var candidate = string.IsNullOrEmpty(named) ? System.IO.Path.Combine(FindRepository(), "..", "shared", "data") : named;
        return Directory.Exists(candidate) ? System.IO.Path.GetFullPath(candidate) : null;
    }

    private static string FindRepository()
    {
        for (var d = new DirectoryInfo(AppContext.BaseDirectory); d is not null; d = d.Parent)
            if (File.Exists(System.IO.Path.Combine(d.FullName, "NetThreat.sln"))) return d.FullName;
        throw new InvalidOperationException("NetThreat.sln not found above the test binaries");
    }
}
