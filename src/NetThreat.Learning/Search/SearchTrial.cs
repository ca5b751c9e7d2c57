using System.Text.Json.Serialization;

namespace NetThreat.Learning.Search;

/// <summary>One finished trial: a line of the journal.</summary>
/// <param name="Trial">Its number: the seed and the number give the settings.</param>
/// <param name="Share">Share of the training rows that were fitted.</param>
/// <param name="Settings">Hyper-parameters that differ from the trainer's own.</param>
/// <param name="Score">The mean of the metric over the splits; null where the trial failed.</param>
/// <param name="Scores">The metric of every split.</param>
/// <param name="Error">Why it failed, or null.</param>
public sealed record SearchTrial(int Trial, double Share, IReadOnlyDictionary<string, string> Settings, double? Score, IReadOnlyList<double> Scores, string? Error = null);

/// <summary>The first line of a journal: which search it is of.</summary>
/// <param name="Digest">Of everything that shapes the trials: trainer, ranges, metric, splits, seed and data.</param>
internal sealed record SearchHeader(string Search, string Digest);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, MaxDepth = 8, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = false)]
[JsonSerializable(typeof(SearchTrial))]
[JsonSerializable(typeof(SearchHeader))]
internal sealed partial class SearchJson : JsonSerializerContext;
