using System.Globalization;
using System.Text;
using NetThreat.Learning.Scaling;
using NetThreat.Learning.Training;

namespace NetThreat.Documentation;

/// <summary>Every algorithm with its parameters, from the catalogue of trainers.</summary>
internal static class AlgorithmsPage
{
    private const string Introduction = """
        # Algorithms

        What `netthreat train --algorithm NAME` trains; parameters are set with `--set NAME=VALUE`. The range is what is allowed; the search range is
        where `--search` draws from (logarithmically where marked). How to choose: [models](../models.md).
        """;

    public static string Render()
    {
        var page = new StringBuilder().Append(ReferencePage.Notice).Append('\n').Append(Introduction.ReplaceLineEndings("\n")).Append('\n');
        foreach (var task in TrainerCatalogue.Algorithms.GroupBy(a => a.Task).OrderBy(g => g.Key))
        {
            page.Append("\n## ").Append(Title(task.Key)).Append('\n');
            foreach (var algorithm in task.OrderBy(a => a.Name, StringComparer.Ordinal)) Describe(page, algorithm);
        }
        page.Append("\n## Preprocessing\n\nSteps of `--scale`, in the order in which they are named; `none` for no step, `auto` for what suits the algorithm.\n\n| step | |\n|---|---|\n");
        foreach (var (name, summary) in StepNames.All) page.Append(CultureInfo.InvariantCulture, $"| `{name}` | {summary} |\n");
        return page.ToString();
    }

    private static void Describe(StringBuilder page, Algorithm algorithm)
    {
        page.Append(CultureInfo.InvariantCulture, $"\n### {algorithm.Name}\n\n{char.ToUpperInvariant(algorithm.Summary[0])}{algorithm.Summary[1..]}.\n");
        var values = TrainerParameters.Values(algorithm.Defaults);
        var parameters = TrainerParameters.Of(algorithm.Defaults.GetType());
        if (parameters.Count == 0) return;
        page.Append("\n| parameter | default | range | search | meaning |\n|---|---|---|---|---|\n");
        foreach (var (name, property, about) in parameters)
            page.Append(CultureInfo.InvariantCulture, $"| `{name}` | {Default(values[name])} | {Range(property.PropertyType, about)} | {Search(about)} | {about.Summary.Replace("|", "\\|", StringComparison.Ordinal)} |\n");
    }

    private static string Title(LearningTask task) => task switch
    {
        LearningTask.Anomaly => "Anomaly models",
        LearningTask.Classification => "Classifiers",
        LearningTask.Sequence => "Sequence models",
        _ => "Clustering (in the library alone)",
    };

    private static string Default(string value) => value.Length == 0 ? "" : $"`{value}`";

    private static string Range(Type type, ParameterAttribute about)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type.IsEnum) return string.Join(", ", Enum.GetNames(type).Select(n => $"`{n}`"));
        if (type == typeof(bool)) return "`True`, `False`";
        if (type == typeof(string)) return "text";
        return (double.IsInfinity(about.Min), double.IsInfinity(about.Max)) switch
        {
            (true, true) => "any",
            (false, true) => $"{Number(about.Min)} or more",
            (true, false) => $"at most {Number(about.Max)}",
            _ => $"{Number(about.Min)} to {Number(about.Max)}",
        };
    }

    private static string Search(ParameterAttribute about) =>
        about.SearchFrom == 0 && about.SearchTo == 0 ? "" : $"{Number(about.SearchFrom)} to {Number(about.SearchTo)}{(about.SearchLogarithmic ? " (log)" : "")}";

    private static string Number(double value) => value.ToString("0.########", CultureInfo.InvariantCulture);
}
