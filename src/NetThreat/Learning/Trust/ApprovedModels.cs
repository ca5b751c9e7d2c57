using System.Text.Json;
using System.Text.Json.Serialization;
using NetThreat.Learning.Store;

namespace NetThreat.Learning.Trust;

/// <summary>
/// The models that may be activated, each by the digest of its manifest, which holds the digest of its weights. One list lies in the folder of
/// one's own models and is written by <c>netthreat models approve</c> and <c>netthreat train</c>; the one of the shipped models is part of
/// the program, so that changing its files approves nothing.
/// </summary>
internal sealed class ApprovedModels
{
    public const string FileName = "approved.json";
    private const string Resource = "approved-models.json";
    private const int MaxBytes = 4 << 20;

    private readonly SortedDictionary<string, string> _digests;

    private ApprovedModels(SortedDictionary<string, string> digests) => _digests = digests;

    /// <summary>The models that this release ships.</summary>
    public static ApprovedModels Shipped { get; } = ReadShipped();

    /// <summary>The list of a folder of models; empty where there is none yet.</summary>
    /// <exception cref="LearningException">The list cannot be read.</exception>
    public static ApprovedModels In(string folder)
    {
        var file = Path.Combine(folder, FileName);
        try
        {
            if (!File.Exists(file)) return new([]);
            using var stream = File.OpenRead(file);
            return stream.Length <= MaxBytes ? Read(stream) : throw new LearningException($"{file} is larger than {MaxBytes >> 20} MB");
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new LearningException($"the list of approved models {file} cannot be read: {e.Message.ReplaceLineEndings(" ")}", e);
        }
    }

    /// <summary>Refuses a model that nobody approved, or that is not the one that was.</summary>
    /// <exception cref="LearningException">Names the model and the command that helps.</exception>
    public static void Demand(ModelEntry entry, string ownFolder)
    {
        var list = entry.Shipped ? Shipped : In(ownFolder);
        if (list._digests.TryGetValue(entry.Id, out var approved) && approved == entry.Digest) return;
        var help = $"look at it with 'netthreat models verify {entry.Id}', then 'netthreat models approve {entry.Id}'";
        if (entry.Shipped) throw new LearningException($"model {entry.Id} in {entry.Folder} is not the one that this release ships: install the release again");
        throw new LearningException(approved is null
            ? $"model {entry.Id} is not approved: {help}"
            : $"model {entry.Id} is not what was approved (digest {Short(entry.Digest)} instead of {Short(approved)}): {help}");
    }

    public bool Holds(ModelEntry entry) => _digests.TryGetValue(entry.Id, out var digest) && digest == entry.Digest;

    /// <summary>Adds a model to a folder's list.</summary>
    /// <exception cref="LearningException">The list cannot be read or written.</exception>
    public static void Approve(string folder, string id, string digest)
    {
        var list = In(folder);
        list._digests[id] = digest;
        string file = Path.Combine(folder, FileName), partial = $"{file}.{Environment.ProcessId}";
        try
        {
            File.WriteAllBytes(partial, [.. JsonSerializer.SerializeToUtf8Bytes(list._digests, ApprovedModelsJson.Default.SortedDictionaryStringString), (byte)'\n']);
            File.Move(partial, file, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new LearningException($"the list of approved models {file} cannot be written: {e.Message.ReplaceLineEndings(" ")}", e);
        }
    }

    private static ApprovedModels ReadShipped()
    {
        using var stream = typeof(ApprovedModels).Assembly.GetManifestResourceStream(Resource);
        return stream is null ? new([]) : Read(stream);
    }

    private static ApprovedModels Read(Stream stream)
    {
        var read = JsonSerializer.Deserialize(stream, ApprovedModelsJson.Default.SortedDictionaryStringString) ?? throw new JsonException("the list is empty");
        return new(new SortedDictionary<string, string>(read, StringComparer.Ordinal));
    }

    private static string Short(string digest) => digest.Length <= 12 ? digest : $"{digest[..12]}…";
}

[JsonSourceGenerationOptions(WriteIndented = true, NewLine = "\n", AllowDuplicateProperties = false, MaxDepth = 4)]
[JsonSerializable(typeof(SortedDictionary<string, string>))]
internal sealed partial class ApprovedModelsJson : JsonSerializerContext;
