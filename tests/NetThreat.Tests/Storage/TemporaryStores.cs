using NetThreat.Storage.Sqlite;

namespace NetThreat.Tests.Storage;

/// <summary>An embedded store (for await using) in a folder of its own that goes when the test ends.</summary>
internal sealed class TemporaryStores
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("netthreat-store-").FullName;

    public SqliteStores Stores { get; private set; } = null!;

    public async Task<SqliteStores> OpenAsync(Func<SqliteOptions, SqliteOptions>? change = null)
    {
        var options = new SqliteOptions { DataFolder = Folder };
        return Stores = await SqliteStores.OpenAsync(change is null ? options : change(options), TimeProvider.System);
    }

    public async ValueTask DisposeAsync()
    {
        if (Stores is not null) await Stores.DisposeAsync();
        Directory.Delete(Folder, true);
    }
}
