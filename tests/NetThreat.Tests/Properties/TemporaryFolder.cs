namespace NetThreat.Tests.Properties;

/// <summary>A folder that is gone with its test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("netthreat").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
