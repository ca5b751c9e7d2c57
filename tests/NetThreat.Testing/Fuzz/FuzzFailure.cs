namespace NetThreat.Testing.Fuzz;

/// <summary>An input that a parser did not stand.</summary>
/// <param name="Iteration">Where the run made it: the same seed makes it again.</param>
/// <param name="Input">Made as small as it could be.</param>
public sealed record FuzzFailure(string Target, ulong Iteration, string Error, FuzzInput Input)
{
    /// <summary>What tells faults apart: the exception and the place that threw it.</summary>
    public string Signature { get; init; } = "";
}
