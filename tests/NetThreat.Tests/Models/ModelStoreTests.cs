using System.Text;
using NetThreat.Learning;
using NetThreat.Learning.Manifests;
using NetThreat.Learning.Store;

namespace NetThreat.Tests.Models;

public sealed class ModelStoreTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("netthreat-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task The_latest_version_is_found_by_the_order_of_versions()
    {
        await Train("9");
        await Train("10");

        Assert.Equal("10", Store.Find("m").Version);
        Assert.Equal("9", Store.Find("m@9").Version);
        Assert.Equal(["m@9", "m@10"], Store.List().Select(e => e.Id));
    }

    [Fact]
    public async Task What_does_not_exist_is_told_with_what_does()
    {
        Assert.Contains("there are none", Assert.Throws<LearningException>(() => Store.Find("m")).Message, StringComparison.Ordinal);
        await Train("1");
        Assert.Contains("there are m", Assert.Throws<LearningException>(() => Store.Find("n")).Message, StringComparison.Ordinal);
        Assert.Contains("there are m@1", Assert.Throws<LearningException>(() => Store.Find("m@2")).Message, StringComparison.Ordinal);
        Assert.Contains("is no model", Assert.Throws<LearningException>(() => Store.Find("../m")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Changed_cut_and_missing_weights_are_refused_in_one_line()
    {
        await Train("1");
        var weights = Path.Combine(_folder, "m", "1", "model.bin");
        var bytes = File.ReadAllBytes(weights);
        var entry = Store.Find("m");
        ModelStore.Load(entry);

        bytes[^1] ^= 1;
        File.WriteAllBytes(weights, bytes);
        Assert.Contains("m@1: model.bin is not what the manifest was written for", Assert.Throws<LearningException>(() => ModelStore.Load(entry)).Message, StringComparison.Ordinal);
        File.WriteAllBytes(weights, bytes[..^1]);
        Assert.Contains($"has {bytes.Length - 1} bytes, the manifest says {bytes.Length}", Assert.Throws<LearningException>(() => ModelStore.Load(entry)).Message, StringComparison.Ordinal);
        File.Delete(weights);
        Assert.Contains("cannot be read", Assert.Throws<LearningException>(() => ModelStore.Load(entry)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_broken_manifest_is_listed_with_its_fault_and_harms_no_other()
    {
        await Train("1");
        Directory.CreateDirectory(Path.Combine(_folder, "bad", "1"));
        File.WriteAllText(Path.Combine(_folder, "bad", "1", "manifest.json"), "{\"nam\": 1}");
        Directory.CreateDirectory(Path.Combine(_folder, "empty", "1"));
        Directory.CreateDirectory(Path.Combine(_folder, "m", ".partial-2-1"));

        var all = Store.List();

        Assert.Equal(["bad@1", "empty@1", "m@1"], all.Select(e => e.Id));
        Assert.Equal(2, all.Count(e => e.Fault is not null));
        Assert.All(all.Where(e => e.Fault is not null), e => Assert.DoesNotContain('\n', e.Fault!));
        Assert.Equal("1", Store.Find("m").Version);
        var (code, output, error) = await CommandRun.Of("models", "list", "--set", $"Models:Folder={_folder}");
        Assert.Equal(1, code);
        Assert.Contains("m@1", output, StringComparison.Ordinal);
        Assert.Contains("bad@1", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_manifest_of_another_model_is_refused()
    {
        await Train("1");
        Directory.Move(Path.Combine(_folder, "m", "1"), Path.Combine(_folder, "m", "7"));

        Assert.Contains("the manifest is that of m@1", Assert.Throws<LearningException>(() => Store.Find("m")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Models_are_shown_and_compared()
    {
        await Train("1");
        await Train("2", "--set", "trees=7");

        var shown = await CommandRun.Of("models", "show", "m@1", "--set", $"Models:Folder={_folder}");
        var json = await CommandRun.Of("models", "show", "m@1", "--json", "--set", $"Models:Folder={_folder}");
        var compared = await CommandRun.Of("models", "compare", "m@1", "m@2", "--set", $"Models:Folder={_folder}");

        Assert.StartsWith("# m@1", shown.Output, StringComparison.Ordinal);
        Assert.Contains("## Where it does not transfer", shown.Output, StringComparison.Ordinal);
        Assert.Equal("m@1", ManifestFile.Read(Encoding.UTF8.GetBytes(json.Output)).Id());
        Assert.Matches(@"parameter trees +5 +7", compared.Output);
        Assert.Equal(1, (await CommandRun.Of("models", "show", "none", "--set", $"Models:Folder={_folder}")).Code);
    }

    [Fact]
    public async Task A_model_is_judged_alone_on_labelled_captures()
    {
        await Train("1");
        string capture = Path.Combine(_folder, "a.pcap"), labels = Path.Combine(_folder, "a.tsv");
        Assert.Equal(0, (await CommandRun.Of("simulate", "--seed", "5", "--duration", "20s", "-o", capture, "--labels", labels)).Code);

        var text = await CommandRun.Of("evaluate", "--model", "m", "--labels", labels, "--set", $"Models:Folder={_folder}");
        var json = await CommandRun.Of("evaluate", "--model", "m", "--labels", labels, "--json", "--set", $"Models:Folder={_folder}");
        var nothing = await CommandRun.Of("evaluate", "--model", "m", "--set", $"Models:Folder={_folder}");

        Assert.True(text.Code == 0, text.Error);
        Assert.Contains("port_scan_vertical", text.Output, StringComparison.Ordinal);
        Assert.True(NetThreat.Learning.Evaluation.EvaluationReport.FromJson(Encoding.UTF8.GetBytes(json.Output)).Attacks > 100);
        Assert.Equal((2, "netthreat: --model needs rows to judge: give --labels FILE or --table FILE"), (nothing.Code, nothing.Error.TrimEnd()));
    }

    private ModelStore Store => new(_folder, null);

    private async Task Train(string version, params string[] more)
    {
        string[] trees = more.Length > 0 ? more : ["--set", "trees=5"];
        var (code, _, error) = await CommandRun.Of(["train", "--scenario", "demo:1:15s", "-a", "isolation-forest", "--columns", "duration,fwd_packets,bwd_packets", "--name", "m", "--version", version, "--models", _folder, .. trees]);
        Assert.True(code == 0, error);
    }
}
