using NetThreat.Learning.Scaling;

namespace NetThreat.Learning.Training;

/// <summary>The preprocessing that a training puts before the algorithm.</summary>
internal static class Preparation
{
    public const string Auto = "auto", None = "none";

    /// <summary>Algorithms whose models give a missing value a meaning of its own.</summary>
    private static readonly string[] TakeMissing = ["gradient-boosting"];

    /// <summary>Algorithms that only compare values of one column with each other: scaling changes nothing.</summary>
    private static readonly string[] Trees = ["isolation-forest", "extended-isolation-forest", "random-forest", "extra-trees", "half-space-trees", "online-isolation-forest"];

    /// <summary>The names of the steps, for manifests.</summary>
    /// <param name="asked">Names, or <see cref="Auto"/>.</param>
    public static string Steps(string asked, Algorithm algorithm)
    {
        if (asked != Auto) return asked;
        if (TakeMissing.Contains(algorithm.Name)) return None;
        return Trees.Contains(algorithm.Name) ? "fill-median,one-hot" : "fill-median,one-hot,normal";
    }

    /// <exception cref="LearningException">A name is unknown.</exception>
    public static IReadOnlyList<IStepTrainer> Trainers(string steps) => steps == None ? [] : StepNames.Parse(steps);
}
