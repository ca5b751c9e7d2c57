using NetThreat.Learning.Splits;

namespace NetThreat.Learning.Training;

/// <summary>How rows are held out, by the names of the command line.</summary>
internal static class SplitNames
{
    private static readonly (string Name, SplitKind Kind)[] Known = [("time", SplitKind.TimeOrdered), ("stratified", SplitKind.Stratified), ("group", SplitKind.Grouped)];

    public static string[] All { get; } = [.. Known.Select(k => k.Name)];

    public static string Of(SplitKind kind) => Known.First(k => k.Kind == kind).Name;

    public static SplitKind? Parse(string? name) => name is null ? null : Known.First(k => k.Name == name).Kind;
}
