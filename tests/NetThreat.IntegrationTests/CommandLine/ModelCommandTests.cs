namespace NetThreat.IntegrationTests.CommandLine;

public sealed class ModelCommandTests : IDisposable
{
    private const int Good = 0, Failed = 1, Usage = 2;

    private readonly ScratchFolder _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [MemberData(nameof(WrongCaptures.Kinds), MemberType = typeof(WrongCaptures))]
    public async Task What_is_no_capture_is_one_line_and_leaves_no_model(string kind)
    {
        var models = Path.Combine(_scratch.Path, "models");
        var run = await NetThreatProcess.RunAsync("train", "-r", WrongCaptures.Make(_scratch, kind), "-a", "isolation-forest", "--name", "x", "--models", models);

        Assert.Equal((Failed, ""), (run.ExitCode, run.Output));
        Assert.StartsWith("netthreat: ", Assert.Single(run.ErrorLines), StringComparison.Ordinal);
        Assert.False(Directory.Exists(models));
    }

    [Fact]
    public async Task A_table_without_rows_and_a_table_that_is_none_are_one_line()
    {
        foreach (var content in (string[])["a,b\n", "", "\0\0\0\0"])
        {
            var run = await NetThreatProcess.RunAsync("train", "--table", _scratch.File("t.csv", content), "-a", "isolation-forest", "--name", "x", "--models", Path.Combine(_scratch.Path, "models"));

            Assert.Equal((Failed, ""), (run.ExitCode, run.Output));
            Assert.StartsWith("netthreat: ", Assert.Single(run.ErrorLines), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_missing_name_is_a_matter_of_usage()
    {
        var run = await NetThreatProcess.RunAsync("train", "-a", "isolation-forest");

        Assert.Equal((Usage, ""), (run.ExitCode, run.Output));
        Assert.Contains("--name", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_shipped_models_are_listed_and_an_unknown_one_is_told_from_them()
    {
        var folder = $"Models:Folder={_scratch.Path}";
        var list = await NetThreatProcess.RunAsync("models", "list", "--set", folder);
        var unknown = await NetThreatProcess.RunAsync("models", "show", "nothing", "--set", folder);

        Assert.Equal((Good, ""), (list.ExitCode, list.Error));
        Assert.Contains("flow-forest@1", list.Output, StringComparison.Ordinal);
        Assert.Equal(Failed, unknown.ExitCode);
        Assert.Contains("there are flow-attacks", Assert.Single(unknown.ErrorLines), StringComparison.Ordinal);
    }
}
