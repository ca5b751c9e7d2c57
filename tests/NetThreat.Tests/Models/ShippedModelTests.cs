using NetThreat.Flows.Features;
using NetThreat.Learning.Inputs;
using NetThreat.Learning.Manifests;
using NetThreat.Learning.Reports;
using NetThreat.Learning.SequenceWindows;
using NetThreat.Learning.Shipped;
using NetThreat.Learning.Store;
using NetThreat.Simulation;
using NetThreat.Testing;

namespace NetThreat.Tests.Models;

public class ShippedModelTests
{
    private const long MaxBytes = 5 << 20;

    private static ModelStore Store { get; } = new(Path.Combine(Data.Repository, "models"), null);

    public static TheoryData<string> Names => [.. ShippedModels.All.Select(m => m.Name)];

    [Fact]
    public void Exactly_the_recipes_are_committed_and_they_are_small()
    {
        Assert.Equal(ShippedModels.All.Select(m => $"{m.Name}@{m.Version}").Order(StringComparer.Ordinal), Store.List().Select(e => e.Id));
        Assert.InRange(new DirectoryInfo(Store.Folder).EnumerateFiles("*", SearchOption.AllDirectories).Sum(f => f.Length), 1, MaxBytes);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_shipped_model_loads_reads_this_releases_features_and_is_calibrated(string name)
    {
        var recipe = ShippedModels.All.Single(m => m.Name == name);
        var served = ModelStore.Load(Store.Find(name));

        if (recipe.Sequence is null) Assert.Equal(recipe.Columns.Count, served.Bind(FlowFeatures.Schema).Count);
        else Assert.Equal(served.Manifest.Columns().Count, new FlowSequencer(served.Manifest.Sequence!, served.Manifest.Columns(), FlowFeatures.Schema, 1).Width);
        Assert.True(served.HasPValues);
        Assert.Equal(ShippedBuild.Seed, served.Manifest.Trainer!.Seed);
        foreach (var (parameter, value) in recipe.Parameters) Assert.Equal(value, served.Manifest.Trainer.Parameters[parameter]);
        Assert.Equal(ShippedModels.Inputs.Select(i => i.Name), served.Manifest.Data!.Sources.Select(s => s.Name));
        if (served.IsClassifier) Assert.InRange(served.Manifest.Metrics["expected_calibration_error"], 0, 0.03);
        else Assert.InRange(served.Manifest.Metrics["false_positive_rate_at_p_0.01"], 0, 0.02);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_shipped_card_is_what_the_manifest_says(string name)
    {
        var entry = Store.Find(name);
        var plots = Directory.GetFiles(entry.Folder, "*.svg").Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal);
        var limits = ModelLimits.Of(entry.Manifest!).Concat(ShippedModels.All.Single(m => m.Name == name).Limits);

        Assert.Equal(ModelCard.Render(entry.Manifest!, limits, plots), File.ReadAllText(entry.File(ModelCard.File)));
        Assert.Equal(ManifestFile.Write(entry.Manifest!), File.ReadAllBytes(entry.File(ManifestFile.Name)));
    }

    [Fact]
    public void A_recipe_gives_the_same_bytes_twice_and_on_any_number_of_threads()
    {
        var recipe = ShippedModels.All[0];
        IFlowInput[] inputs = [.. Enumerable.Range(1, 4).Select(seed => new SimulatedInput(Scenarios.VariedAttacks((ulong)seed) with { Duration = TimeSpan.FromSeconds(40) }))];

        var first = ShippedBuild.Build(recipe, inputs, 1, null, CancellationToken.None);
        var second = ShippedBuild.Build(recipe, inputs, 3, null, CancellationToken.None);

        Assert.Equal(first.Files.Keys, second.Files.Keys);
        Assert.All(first.Files, f => Assert.Equal(f.Value, second.Files[f.Key]));
        Assert.Equal(ManifestFile.Write(first.Manifest), ManifestFile.Write(second.Manifest));
    }

    [Fact]
    public void No_shipped_model_reads_what_tells_a_network_from_another()
    {
        string[] telling = ["port", "ttl", "window", "rtt", "segment_size"];

        foreach (var column in ShippedColumns.Flow.Concat(ShippedColumns.Step))
            Assert.DoesNotContain(telling, t => column.Contains(t, StringComparison.Ordinal));
    }
}
