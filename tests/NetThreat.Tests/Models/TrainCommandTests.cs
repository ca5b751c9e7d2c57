using NetThreat.Learning.Manifests;
using NetThreat.Learning.Store;

namespace NetThreat.Tests.Models;

public sealed class TrainCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("netthreat-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_labelled_capture_becomes_a_folder_with_everything_that_belongs_to_a_model()
    {
        string capture = Path.Combine(_folder, "a.pcap"), labels = Path.Combine(_folder, "a.tsv");
        Assert.Equal(0, (await CommandRun.Of("simulate", "--seed", "3", "--duration", "20s", "-o", capture, "--labels", labels)).Code);

        var (code, output, error) = await CommandRun.Of("train", "--labels", labels, "-a", "isolation-forest", "--set", "trees=20", "--name", "mine", "--models", Models, "--split", "stratified");

        Assert.Equal(0, code);
        Assert.Contains("roc_auc", output, StringComparison.Ordinal);
        Assert.Contains("netthreat: training: 100 %", error, StringComparison.Ordinal);
        var files = Directory.GetFiles(Path.Combine(Models, "mine", "1")).Select(Path.GetFileName).Order(StringComparer.Ordinal);
        Assert.Equal(["calibration.svg", "card.md", "manifest.json", "metrics.json", "model.bin", "precision-recall.svg", "roc.svg", "scores.svg"], files);
        var served = ModelStore.Load(new ModelStore(Models, null).Find("mine"));
        Assert.Equal("20", served.Manifest.Trainer!.Parameters["trees"]);
        Assert.Equal("a.pcap", Assert.Single(served.Manifest.Data!.Sources).Name);
        Assert.True(served.HasPValues);
        Assert.Empty(Directory.GetDirectories(Path.Combine(Models, "mine"), ".*"));
    }

    [Fact]
    public async Task The_same_rows_and_seed_give_the_same_bytes_on_any_number_of_threads()
    {
        foreach (var (name, threads) in ((string, string)[])[("one", "1"), ("two", "2")])
            Assert.Equal(0, (await CommandRun.Of("train", "--scenario", "demo:1:20s", "-a", "gradient-boosting", "--binary", "--set", "trees=5", "--name", "same", "--models", Path.Combine(_folder, name), "--threads", threads)).Code);

        foreach (var file in Directory.GetFiles(Path.Combine(_folder, "one", "same", "1")))
            Assert.Equal(File.ReadAllBytes(file), File.ReadAllBytes(Path.Combine(_folder, "two", "same", "1", Path.GetFileName(file))));
    }

    [Fact]
    public async Task A_table_is_learned_from_by_its_columns_and_the_next_version_follows()
    {
        string table = Table();

        foreach (int version in (int[])[1, 2])
        {
            var (code, output, error) = await CommandRun.Of("train", "--table", table, "--label-column", "kind", "-a", "random-forest", "--set", "trees=10", "--name", "rows", "--models", Models);
            Assert.True(code == 0, error);
            Assert.Contains($"model rows@{version} is in", output, StringComparison.Ordinal);
        }

        var manifest = new ModelStore(Models, null).Find("rows").Manifest!;
        Assert.Equal("2", manifest.Version);
        Assert.Equal(["a", "b"], manifest.Features.Columns.Select(c => c.Name));
        Assert.Equal(CalibrationMethod.Inside, manifest.Calibration!.Method);
        Assert.True(manifest.Metrics["roc_auc"] > 0.95);
    }

    [Fact]
    public async Task A_search_finds_parameters_and_goes_on_from_its_journal()
    {
        string table = Table(), journal = Path.Combine(_folder, "trials.jsonl");
        string[] search = ["train", "--table", table, "--label-column", "kind", "-a", "logistic-regression", "--calibrate", "none", "--search", "random", "--budget", "3", "--journal", journal, "--models", Models, "--name", "found"];

        Assert.Equal(0, (await CommandRun.Of(search)).Code);
        long length = new FileInfo(journal).Length;
        Assert.True(length > 0);
        Assert.Equal(0, (await CommandRun.Of(search)).Code);

        Assert.Equal(length, new FileInfo(journal).Length);
        var store = new ModelStore(Models, null);
        Assert.Equal(store.Find("found@1").Manifest!.Weights.Sha256, store.Find("found@2").Manifest!.Weights.Sha256);
    }

    [Fact]
    public async Task Sequences_of_flows_are_learned_from()
    {
        var (code, _, error) = await CommandRun.Of(
            "train", "--scenario", "demo:1:20s", "--binary", "--sequence", "host", "--steps", "4", "-a", "gru-classifier", "--set", "units=4", "--set", "epochs=1", "--max-rows", "300", "--name", "seq", "--models", Models, "--split", "stratified");

        Assert.True(code == 0, error);
        var served = ModelStore.Load(new ModelStore(Models, null).Find("seq"));
        Assert.Equal((SequenceKind.Host, 4), (served.Manifest.Sequence!.Kind, served.Manifest.Sequence.Steps));
        Assert.Equal("window_gap", served.Manifest.Features.Columns[^1].Name);
    }

    [Fact]
    public async Task Interrupted_work_leaves_no_model()
    {
        using var stop = new CancellationTokenSource();
        await stop.CancelAsync();
        using StringWriter error = new(), output = new();
        int code = await Commands.CommandTable.Root().Parse(["train", "--scenario", "office:1:60s", "-a", "isolation-forest", "--name", "x", "--models", Models])
            .InvokeAsync(new System.CommandLine.InvocationConfiguration { Error = error, Output = output, ProcessTerminationTimeout = null }, stop.Token);

        Assert.Equal(1, code);
        Assert.EndsWith("netthreat: stopped; no model was written", error.ToString().TrimEnd(), StringComparison.Ordinal);
        Assert.False(Directory.Exists(Models));
    }

    [Theory]
    [InlineData(2, "nothing to learn from", "-a", "isolation-forest")]
    [InlineData(2, "no algorithm 'forest'", "-a", "forest", "--scenario", "office:1:9s")]
    [InlineData(2, "isolation-forest has no parameter 'tress'", "-a", "isolation-forest", "--scenario", "office:1:9s", "--set", "tress=5")]
    [InlineData(2, "allowed is 1 to", "-a", "isolation-forest", "--scenario", "office:1:9s", "--set", "trees=0")]
    [InlineData(2, "is not of the form NAME=VALUE", "-a", "isolation-forest", "--scenario", "office:1:9s", "--set", "trees")]
    [InlineData(2, "one sort of data", "-a", "isolation-forest", "--scenario", "office:1:9s", "--table", "x.csv")]
    [InlineData(2, "--validation is 1.5", "-a", "isolation-forest", "--scenario", "office:1:9s", "--validation", "1.5")]
    [InlineData(2, "learns from sequences", "-a", "lstm-classifier", "--scenario", "office:1:9s")]
    [InlineData(2, "learns from single rows", "-a", "isolation-forest", "--scenario", "office:1:9s", "--sequence", "host")]
    [InlineData(2, "needs labels", "-a", "gradient-boosting", "-r", "x.pcap")]
    [InlineData(2, "the preprocessing step 'sqrt' is not known", "-a", "isolation-forest", "--scenario", "office:1:9s", "--scale", "sqrt")]
    [InlineData(1, "no scenario 'nowhere'", "-a", "isolation-forest", "--scenario", "nowhere:1")]
    [InlineData(1, "is not NAME:SEED", "-a", "isolation-forest", "--scenario", "office:x")]
    [InlineData(1, "no column 'speed'", "-a", "isolation-forest", "--scenario", "office:1:9s", "--columns", "duration,speed")]
    [InlineData(1, "only the class 'benign'", "-a", "gradient-boosting", "--scenario", "office:1:9s")]
    [InlineData(1, "cannot be read", "-a", "isolation-forest", "--table", "/nowhere.csv")]
    public async Task Wrong_input_is_one_line_that_says_what_is_wrong(int code, string message, params string[] arguments)
    {
        var run = await CommandRun.Of(["train", "--name", "x", "--models", Models, .. arguments]);

        Assert.Equal((code, ""), (run.Code, run.Output));
        var line = run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1];
        Assert.StartsWith("netthreat: ", line, StringComparison.Ordinal);
        Assert.Contains(message, line, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Models));
    }

    private string Models => Path.Combine(_folder, "models");

    private string Table()
    {
        var path = Path.Combine(_folder, "rows.csv");
        var random = new NetThreat.Core.Randomness.Xoshiro256(4);
        var lines = Enumerable.Range(0, 400).Select(i => FormattableString.Invariant($"{random.NextDouble() + i % 2:0.####},{random.NextDouble() - i % 2:0.####},{(i % 2 == 0 ? "benign" : "scan")}"));
        File.WriteAllLines(path, lines.Prepend("a,b,kind"));
        return path;
    }
}
