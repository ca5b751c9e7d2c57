using System.Text.Json;
using System.Text.Json.Serialization;

namespace NetThreat.Learning.Manifests;

/// <summary>Manifests as JSON: snake_case, unknown and double keys refused.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    AllowDuplicateProperties = false,
    UseStringEnumConverter = true,
    WriteIndented = true,
    NewLine = "\n",
    MaxDepth = 16)]
[JsonSerializable(typeof(ModelManifest))]
[JsonSerializable(typeof(ManifestOnnx))]
internal sealed partial class ManifestJson : JsonSerializerContext;
