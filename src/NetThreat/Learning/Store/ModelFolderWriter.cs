using System.Security.Cryptography;
using NetThreat.Learning.Manifests;
using NetThreat.Learning.Trust;

namespace NetThreat.Learning.Store;

/// <summary>Writes a model's folder as a whole: under another name first, so that nobody ever sees half a model. The model is approved by its digest.</summary>
internal static class ModelFolderWriter
{
    /// <param name="root">The folder of models; is made where it does not exist.</param>
    /// <param name="files">Name and bytes of every file beside the manifest.</param>
    /// <param name="replace">A model of this name and version is replaced; otherwise it is an error.</param>
    /// <returns>The model's folder.</returns>
    /// <exception cref="LearningException">It exists, or cannot be written.</exception>
    public static string Write(string root, ModelManifest manifest, IReadOnlyDictionary<string, byte[]> files, bool replace = false)
    {
        string home = Path.Combine(root, manifest.Name), target = Path.Combine(home, manifest.Version);
        var partial = Path.Combine(home, $".partial-{manifest.Version}-{Environment.ProcessId}");
        try
        {
            if (!replace && Directory.Exists(target)) throw new LearningException($"model {manifest.Id()} exists in {root}: choose another --version");
            Directory.CreateDirectory(home);
            Discard(partial);
            Directory.CreateDirectory(partial);
            foreach (var (name, bytes) in files) Save(Path.Combine(partial, name), bytes);
            var json = ManifestFile.Write(manifest);
            Save(Path.Combine(partial, ManifestFile.Name), json);
            if (replace) Discard(target);
            Directory.Move(partial, target);
            // What this program wrote is no stranger's.
            ApprovedModels.Approve(root, manifest.Id(), Convert.ToHexStringLower(SHA256.HashData(json)));
            return target;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new LearningException($"the model cannot be written to {target}: {e.Message.ReplaceLineEndings(" ")}", e);
        }
        finally
        {
            Clean(partial, home);
        }
    }

    /// <summary>The version after the latest whole number, "1" for the first.</summary>
    public static string NextVersion(string root, string name)
    {
        var home = Path.Combine(root, name);
        if (!Directory.Exists(home)) return "1";
        var numbers = Directory.EnumerateDirectories(home).Select(d => int.TryParse(Path.GetFileName(d), out int n) ? n : 0);
        return (numbers.DefaultIfEmpty(0).Max() + 1).ToString(System.Globalization.CultureInfo.InvariantCulture);
    }

    private static void Save(string path, byte[] bytes)
    {
        using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write);
        file.Write(bytes);
        file.Flush(flushToDisk: true);
    }

    private static void Discard(string folder)
    {
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
    }

    /// <summary>What remains of a write that failed; the failure itself is what people are told.</summary>
    private static void Clean(string partial, string home)
    {
        try
        {
            Discard(partial);
            if (Directory.Exists(home) && !Directory.EnumerateFileSystemEntries(home).Any()) Directory.Delete(home);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A folder that begins with a dot is never read as a model.
        }
    }
}
