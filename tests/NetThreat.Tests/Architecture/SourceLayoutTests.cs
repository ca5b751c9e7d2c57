using System.Text.RegularExpressions;
using NetThreat.Testing;

namespace NetThreat.Tests.Architecture;

public partial class SourceLayoutTests
{
    private const int MaxLines = 400;

    private static readonly string Root = Path.Combine(Data.Repository, "src");

    /// <summary>Files that are longer, each with the reason.</summary>
    private static readonly Dictionary<string, string> LongFiles = [];

    private static readonly string[] FoldersWithoutConcept = ["Utils", "Util", "Utilities", "Helpers", "Helper", "Managers", "Manager", "Common", "Misc"];

    [Fact]
    public void No_file_is_longer_than_the_limit_without_a_reason()
    {
        var files = Sources().ToDictionary(f => f, f => File.ReadLines(Path.Combine(Root, f)).Count());

        Assert.Empty(files.Where(f => f.Value > MaxLines && !LongFiles.ContainsKey(f.Key)).Select(f => $"{f.Key}: {f.Value} lines"));
        Assert.DoesNotContain(LongFiles.Keys, f => files.GetValueOrDefault(f) <= MaxLines);
        Assert.NotEmpty(files);
    }

    [Fact]
    public void Every_folder_names_a_concept() =>
        Assert.Empty(Sources().SelectMany(f => Path.GetDirectoryName(f)!.Split('/')).Distinct().Intersect(FoldersWithoutConcept, StringComparer.OrdinalIgnoreCase));

    [Fact]
    public void Every_namespace_is_its_folder()
    {
        var wrong = from file in Sources().Where(f => f.EndsWith(".cs", StringComparison.Ordinal))
                    let declared = Namespace().Match(File.ReadAllText(Path.Combine(Root, file)))
                    let folder = Path.GetDirectoryName(file)!.Replace('/', '.')
                    where declared.Success && declared.Groups[1].Value != folder
                    select $"{file}: {declared.Groups[1].Value}";

        Assert.Empty(wrong);
    }

    private static IEnumerable<string> Sources() => Directory.EnumerateFiles(Root, "*", SearchOption.AllDirectories)
        .Where(f => Path.GetExtension(f) is ".cs" or ".razor" or ".css" or ".proto")
        .Select(f => Path.GetRelativePath(Root, f).Replace('\\', '/'))
        .Where(f => !f.Split('/').Any(s => s is "obj" or "bin"));

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Namespace();
}
