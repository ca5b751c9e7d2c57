using NetThreat.Documentation;
using NetThreat.Testing;

namespace NetThreat.Tests.Documentation;

public class ReferencePageTests
{
    public static TheoryData<string> Files => [.. ReferencePage.All.Select(p => p.File)];

    [Theory]
    [MemberData(nameof(Files))]
    public void The_committed_page_is_what_the_code_says(string file)
    {
        var committed = Path.Combine(Data.Repository, "docs", "reference", file);

        Assert.True(File.Exists(committed), $"docs/reference/{file} is missing: run ./netthreat docs");
        Assert.True(ReferencePage.All.Single(p => p.File == file).Render() == File.ReadAllText(committed), $"docs/reference/{file} is stale: run ./netthreat docs");
    }
}
