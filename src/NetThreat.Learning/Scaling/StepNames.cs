namespace NetThreat.Learning.Scaling;

/// <summary>Steps of preprocessing by name, for the command line and manifests.</summary>
public static class StepNames
{
    private static readonly SortedDictionary<string, (string Summary, IStepTrainer Step)> Known = new(StringComparer.Ordinal)
    {
        ["fill-median"] = ("missing values become the column's median", new MissingFilling()),
        ["fill-median-indicator"] = ("as fill-median, and a column of 0 and 1 tells where a value was missing", new MissingFilling { Indicator = true }),
        ["fill-zero"] = ("missing values become 0", new MissingFilling { Constant = 0 }),
        ["log"] = ("ln(1 + x), negative values as 0", new LogScaling()),
        ["min-max"] = ("the training range becomes 0 to 1", new MinMaxScaling()),
        ["normal"] = ("quantiles, to a normal distribution", new QuantileScaling { Normal = true }),
        ["one-hot"] = ("every category becomes a column of 0 and 1", new OneHotEncoding()),
        ["quantile"] = ("quantiles, to a uniform distribution", new QuantileScaling()),
        ["robust"] = ("(x - median) / range between the quartiles", new RobustScaling()),
        ["standard"] = ("(x - mean) / standard deviation", new StandardScaling()),
    };

    /// <summary>Every name with one sentence.</summary>
    public static IEnumerable<(string Name, string Summary)> All => Known.Select(k => (k.Key, k.Value.Summary));

    /// <summary>The steps of a list such as <c>log,standard,one-hot</c>, in its order; <c>none</c> and nothing are no steps.</summary>
    /// <exception cref="LearningException">A name is unknown; the message lists those there are.</exception>
    public static IReadOnlyList<IStepTrainer> Parse(string list) =>
    [
        .. from name in list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
           where name != "none"
           select Known.TryGetValue(name, out var known) ? known.Step : throw new LearningException($"the preprocessing step '{name}' is not known: there are {string.Join(", ", Known.Keys)}"),
    ];
}
