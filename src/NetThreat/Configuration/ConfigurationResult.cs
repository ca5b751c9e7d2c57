namespace NetThreat.Configuration;

/// <summary>What loading came to: the options, or everything that is wrong.</summary>
/// <param name="Options">Null when there are errors.</param>
internal sealed record ConfigurationResult(NetThreatOptions? Options, IReadOnlyList<ConfigurationError> Errors);
