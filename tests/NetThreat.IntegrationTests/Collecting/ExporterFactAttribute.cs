using NetThreat.Testing;

namespace NetThreat.IntegrationTests.Collecting;

/// <summary>A test that runs other people's exporters over a capture; skipped, with the reason, where one is absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ExporterFactAttribute : FactAttribute
{
    public ExporterFactAttribute(params string[] tools)
    {
        if (Data.Root is null) Skip = "no data folder: set NETTHREAT_DATA";
        else if (tools.FirstOrDefault(t => Find(t) is null) is { } missing) Skip = $"{missing} is not installed";
    }

    /// <summary>Daemons lie outside the path of ordinary users.</summary>
    public static string? Find(string tool) => $"{Environment.GetEnvironmentVariable("PATH")}:/usr/sbin:/usr/local/sbin".Split(':')
        .Select(folder => Path.Combine(folder, tool)).FirstOrDefault(File.Exists);
}
