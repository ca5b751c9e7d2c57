using NetThreat.Core.Stores;

namespace NetThreat.Storage.Sqlite;

/// <summary>Keeps a second process out of a data folder for as long as it is held.</summary>
internal sealed class FolderLock : IDisposable
{
    private readonly FileStream _file;

    private FolderLock(FileStream file) => _file = file;

    /// <exception cref="StoreException">The folder cannot be written or is in use.</exception>
    public static FolderLock Take(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StoreException($"the data folder '{folder}' cannot be made: {e.Message.TrimEnd('.')}; name another", false, e);
        }
        try
        {
            return new(new FileStream(Path.Combine(folder, "netthreat.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (UnauthorizedAccessException e)
        {
            throw new StoreException($"the data folder '{folder}' is not writable: change its permissions or name another", false, e);
        }
        catch (IOException e)
        {
            throw new StoreException($"the data folder '{folder}' is in use by another process or not writable: stop that process or name another folder", true, e);
        }
    }

    public void Dispose() => _file.Dispose();
}
