using System.Security.Cryptography;
using NetThreat.Configuration;
using NetThreat.Learning.Manifests;
using NetThreat.Learning.Models;
using NetThreat.Learning.Saving;
using NetThreat.Learning.Serving;

namespace NetThreat.Learning.Store;

/// <summary>
/// The models on disk: <c>NAME/VERSION/</c> with a manifest, weights, metrics, a card and plots, in one's own folder and in the one that is
/// shipped. Whatever is in a folder may come from a stranger: nothing is used before its digest is that of its manifest.
/// </summary>
/// <param name="own">The folder that is written; need not exist.</param>
/// <param name="shipped">The folder that came with the program, or null for none; need not exist.</param>
internal sealed class ModelStore(string own, string? shipped)
{
    /// <summary>Folders that are looked at below one: more is no store of models.</summary>
    private const int MaxFolders = 10_000;

    /// <summary>The folder of one's own models.</summary>
    public string Folder { get; } = Path.GetFullPath(own);

    /// <summary>Where the models lie that came with the program.</summary>
    public static string ShippedFolder { get; } = Path.Combine(AppContext.BaseDirectory, "models");

    public static ModelStore Of(NetThreatOptions options) =>
        new(options.Models.Folder.Length > 0 ? options.Models.Folder : Path.Combine(options.DataFolder(), "models"), ShippedFolder);

    /// <summary>Every model, by name and version; what cannot be used is among them with its fault.</summary>
    public IReadOnlyList<ModelEntry> List()
    {
        var found = new SortedDictionary<string, ModelEntry>(StringComparer.Ordinal);
        foreach (var entry in In(Folder, isShipped: false)) found[entry.Id] = entry;
        if (shipped is not null && Path.GetFullPath(shipped) != Folder)
            foreach (var entry in In(shipped, isShipped: true)) found.TryAdd(entry.Id, entry);
        return [.. found.Values.OrderBy(e => e.Name, StringComparer.Ordinal).ThenBy(e => e.Version, ModelVersion.Order)];
    }

    /// <summary>The named model; of several versions the latest.</summary>
    /// <param name="text">NAME or NAME@VERSION.</param>
    /// <exception cref="LearningException">There is none, or its manifest cannot be used.</exception>
    public ModelEntry Find(string text)
    {
        if (!ModelReference.TryParse(text, out var reference)) throw new LearningException($"'{text}' is no model: write NAME or NAME@VERSION");
        var all = List();
        var entry = all.LastOrDefault(e => e.Name == reference.Name && (reference.Version is null || e.Version == reference.Version));
        if (entry is null)
        {
            var known = all.Select(e => reference.Version is null ? e.Name : e.Id).Distinct().ToList();
            throw new LearningException($"no model '{reference}' in {Folder}{(shipped is null ? "" : $" or {shipped}")}: {(known.Count == 0 ? "there are none" : $"there are {string.Join(", ", known)}")}");
        }
        return entry.Fault is null ? entry : throw new LearningException(entry.Fault);
    }

    /// <summary>The model of one folder <c>…/NAME/VERSION</c>.</summary>
    public static ModelEntry Read(string folder)
    {
        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        return Entry(Path.GetFileName(Path.GetDirectoryName(full)) ?? "", Path.GetFileName(full), full, isShipped: false);
    }

    /// <summary>The models that are to score flows, by the options.</summary>
    /// <exception cref="LearningException">One that is named does not exist or cannot be used.</exception>
    public IReadOnlyList<ModelEntry> Active(ModelsOptions options)
    {
        if (!options.Enabled) return [];
        if (options.Active.Count > 0) return [.. options.Active.Select(Find)];
        return [.. List().Where(e => e.Shipped).GroupBy(e => e.Name).Select(g => Find(g.Last().Id))];
    }

    /// <summary>Reads a model's weights, checks their digest, and gives the model ready to score.</summary>
    /// <exception cref="LearningException">One line that names the model and what is wrong.</exception>
    public static ServedModel Load(ModelEntry entry)
    {
        if (entry.Manifest is not { } manifest) throw new LearningException(entry.Fault ?? $"model {entry.Id} has no manifest");
        var weights = Weights(entry, manifest);
        try
        {
            return new ServedModel(manifest, Model(manifest, weights));
        }
        catch (LearningException e) when (!e.Message.Contains(entry.Id, StringComparison.Ordinal))
        {
            throw new LearningException($"model {entry.Id}: {e.Message}", e);
        }
    }

    /// <summary>The bytes of the weights, as long as the manifest says and with its digest.</summary>
    /// <exception cref="LearningException">Missing, cut, changed.</exception>
    public static byte[] Weights(ModelEntry entry, ModelManifest manifest)
    {
        var path = entry.File(manifest.Weights.File);
        byte[] bytes;
        try
        {
            using var file = File.OpenRead(path);
            if (file.Length != manifest.Weights.Bytes) throw new LearningException($"model {entry.Id}: {manifest.Weights.File} has {file.Length} bytes, the manifest says {manifest.Weights.Bytes}: copy the model again");
            bytes = new byte[file.Length];
            file.ReadExactly(bytes);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new LearningException($"model {entry.Id}: {path} cannot be read: {e.Message.ReplaceLineEndings(" ")}", e);
        }
        var digest = Convert.ToHexStringLower(SHA256.HashData(bytes));
        if (digest != manifest.Weights.Sha256) throw new LearningException($"model {entry.Id}: {manifest.Weights.File} is not what the manifest was written for (sha256 {digest[..12]}… instead of {manifest.Weights.Sha256[..12]}…): copy or train the model again");
        return bytes;
    }

    private static IModel Model(ModelManifest manifest, byte[] weights)
    {
        if (ForeignModels.IsForeign(manifest.Kind)) return ForeignModels.Load(manifest, weights);
        using var stream = new MemoryStream(weights, writable: false);
        return ModelFile.Read(stream);
    }

    private static IEnumerable<ModelEntry> In(string root, bool isShipped) =>
        from name in Folders(root)
        from version in Folders(name)
        select Entry(Path.GetFileName(name), Path.GetFileName(version), version, isShipped);

    /// <summary>The folders below one; those that begin with a dot are being written, or are none of ours.</summary>
    private static IReadOnlyList<string> Folders(string root)
    {
        try
        {
            return Directory.Exists(root) ? [.. Directory.EnumerateDirectories(root).Where(d => !Path.GetFileName(d).StartsWith('.')).Take(MaxFolders)] : [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new LearningException($"the folder of models {root} cannot be read: {e.Message.ReplaceLineEndings(" ")}", e);
        }
    }

    private static ModelEntry Entry(string name, string version, string folder, bool isShipped)
    {
        string file = Path.Combine(folder, ManifestFile.Name), id = $"{name}@{version}";
        try
        {
            using var stream = File.OpenRead(file);
            if (stream.Length > ManifestFile.MaxBytes) throw new LearningException($"the manifest is larger than {ManifestFile.MaxBytes >> 20} MB");
            var json = new byte[stream.Length];
            stream.ReadExactly(json);
            var manifest = ManifestFile.Read(json);
            if (manifest.Name != name || manifest.Version != version) throw new LearningException($"the manifest is that of {manifest.Id()}");
            return new(name, version, folder, manifest, null, isShipped) { Digest = Convert.ToHexStringLower(SHA256.HashData(json)) };
        }
        catch (Exception e) when (e is LearningException or IOException or UnauthorizedAccessException)
        {
            return new(name, version, folder, null, $"model {id}: {file}: {e.Message.ReplaceLineEndings(" ")}", isShipped);
        }
    }
}
