using System.Text.Json.Serialization;

namespace NetThreat.Learning.Trust;

/// <summary>What the first load of a model found; one line of JSON from the child process.</summary>
/// <param name="Fault">Why the model cannot be used, or null when it can.</param>
/// <param name="Digest">Of the manifest that was loaded (<see cref="Store.ModelEntry.Digest"/>).</param>
/// <param name="Summary">What was loaded and scored, in words.</param>
internal sealed record LoadVerdict(string? Fault, string Digest, string Summary)
{
    public static LoadVerdict Bad(string fault) => new(fault, "", "");
}

[JsonSerializable(typeof(LoadVerdict))]
internal sealed partial class LoadVerdictJson : JsonSerializerContext;
