using System.Collections.Immutable;
using NetThreat.Core.Flows;
using NetThreat.Core.Randomness;
using NetThreat.Learning;
using NetThreat.Learning.Manifests;
using NetThreat.Learning.Models;
using NetThreat.Learning.Saving;
using NetThreat.Learning.Serving;
using NetThreat.Learning.Tables;
using NetThreat.Learning.Training;

namespace NetThreat.Tests.Learning.Serving;

public class ServedModelTests
{
    private static readonly FeatureSchema Schema = new(3, [new("a", "count", "A.", null), new("b", "us", "B.", null), new("c", "us", "C.", null)]);

    [Fact]
    public void A_p_value_is_the_share_of_calibration_rows_at_least_as_high()
    {
        var random = new Xoshiro256(1);
        var scores = Enumerable.Range(0, 5000).Select(_ => Math.Round(random.NextDouble() * random.NextDouble(), 3)).ToArray();
        var served = Served(ManifestCalibration.Conformal(scores));

        for (double s = -0.1; s <= 1.1; s += 0.0005)
        {
            double exact = (1.0 + scores.Count(x => x >= s)) / (scores.Length + 1.0), p = served.PValue(s);
            Assert.True(p >= exact, $"p-value {p} of {s} is below the exact one {exact}");
            Assert.True(p <= exact * 1.04 + 1e-12, $"p-value {p} of {s} is far above the exact one {exact}");
        }
    }

    [Fact]
    public void In_the_upper_tail_the_p_value_is_exact()
    {
        var scores = Enumerable.Range(0, 1000).Select(i => (double)i).ToArray();
        var served = Served(ManifestCalibration.Conformal(scores));

        Assert.Equal(1 / 1001.0, served.PValue(2000));
        Assert.Equal(2 / 1001.0, served.PValue(999));
        Assert.Equal(2 / 1001.0, served.PValue(998.5));
        Assert.Equal(3 / 1001.0, served.PValue(998));
        Assert.Equal(33 / 1001.0, served.PValue(968));
        Assert.Equal(1, served.PValue(-1));
        Assert.Equal(1, served.PValue(0));
    }

    [Fact]
    public void Fresh_benign_rows_alarm_no_more_often_than_the_p_value_says()
    {
        var random = new Xoshiro256(2);
        var served = Served(ManifestCalibration.Conformal([.. Enumerable.Range(0, 4000).Select(_ => random.NextDouble())]));
        var fresh = Enumerable.Range(0, 40_000).Select(_ => served.PValue(random.NextDouble())).ToList();

        foreach (double alpha in (double[])[0.001, 0.01, 0.1])
            Assert.InRange(fresh.Count(p => p <= alpha) / (double)fresh.Count, 0, alpha * 1.5);
    }

    [Fact]
    public void Without_calibration_nothing_is_surprising() => Assert.Equal((1.0, false), (Served(null).PValue(5), Served(null).HasPValues));

    [Fact]
    public void A_classifier_is_read_by_its_benign_class()
    {
        var manifest = Manifest(null) with { Kind = "fake-classifier", Task = LearningTask.Classification, Classes = ["scan", "Benign", "flood"] };
        var served = new ServedModel(manifest, new FakeClassifier(manifest.Columns(), ["scan", "Benign", "flood"]));

        Assert.Equal(1, served.BenignClass);
        Assert.Equal(0.4, served.Suspicion([0.3, 0.6, 0.1]), 12);
        Assert.Equal(0, served.LikeliestAttack([0.3, 0.6, 0.1]));
        Assert.Equal(2, served.LikeliestAttack([0.01, 0.6, 0.39]));
    }

    [Fact]
    public void Thresholds_never_promise_a_lower_rate_than_they_had()
    {
        var served = new ServedModel(Manifest(null) with { Thresholds = [new(0.001, 0.9), new(0.01, 0.7)] }, new FakeModel(Manifest(null).Columns()));

        Assert.Null(served.Threshold(0.0001));
        Assert.Equal(0.9, served.Threshold(0.001));
        Assert.Equal(0.9, served.Threshold(0.005));
        Assert.Equal(0.7, served.Threshold(0.5));
    }

    [Fact]
    public void Weights_of_another_kind_or_with_other_columns_are_refused()
    {
        var manifest = Manifest(null);

        Assert.Contains("of the kind 'fake'", Assert.Throws<LearningException>(() => new ServedModel(manifest with { Kind = "other" }, new FakeModel(manifest.Columns()))).Message, StringComparison.Ordinal);
        Assert.Contains("m@1: manifest and weights differ: column 1", Assert.Throws<LearningException>(() => new ServedModel(manifest, new FakeModel(ColumnSet.Of("b", "c")))).Message, StringComparison.Ordinal);
        Assert.Contains("'sequence'", Assert.Throws<LearningException>(() => new ServedModel(manifest with { Sequence = new(SequenceKind.Host, 3) }, new FakeModel(manifest.Columns()))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Columns_are_found_in_the_schema_by_name_and_definition()
    {
        var binding = Served(null).Bind(Schema);
        var row = new float[2];

        Assert.True(binding.Fill([1, 2, 1e300], row));
        Assert.Equal([float.MaxValue, 1], row);
        Assert.False(binding.Fill([1, 2], row));
        Assert.True(float.IsNaN(row[0]));
        Assert.Contains("m@1: column 'c' has definition", Assert.Throws<LearningException>(() => Served(null).Bind(new FeatureSchema(4, [Schema.Columns[0], new("c", "us", "Not C.", null)]))).Message, StringComparison.Ordinal);
        Assert.Contains("'c', which features v4 do not have", Assert.Throws<LearningException>(() => Served(null).Bind(new FeatureSchema(4, [Schema.Columns[0]]))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Calibrating_a_score_allocates_nothing()
    {
        var served = Served(ManifestCalibration.Conformal([1, 2, 3, 4]));
        var binding = served.Bind(Schema);
        double[] features = [1, 2, 3], outputs = [0.5];
        var row = new float[2];
        double sum = served.Suspicion(outputs);
        binding.Fill(features, row);
        long before = GC.GetAllocatedBytesForCurrentThread();

        for (int i = 0; i < 1000; i++)
        {
            binding.Fill(features, row);
            outputs[0] = i * 0.005;
            sum += served.Suspicion(outputs) + served.PValue(served.Raw(outputs));
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
        Assert.True(sum > 0);
    }

    private static ServedModel Served(ManifestCalibration? calibration) => new(Manifest(calibration), new FakeModel(Manifest(calibration).Columns()));

    private static ModelManifest Manifest(ManifestCalibration? calibration) => new()
    {
        Name = "m",
        Version = "1",
        Kind = "fake",
        Task = LearningTask.Anomaly,
        Features = new(3, [new("c", Schema.Columns[2].Hash), new("a", Schema.Columns[0].Hash)]),
        Weights = new("model.bin", new string('0', 64), 1),
        Calibration = calibration,
    };

    private class FakeModel(ColumnSet columns) : IAnomalyModel
    {
        public virtual string Kind => "fake";

        public ColumnSet Columns => columns;

        public virtual int Outputs => 1;

        public bool HandlesMissing => true;

        public void Save(ModelWriter writer) => throw new NotSupportedException();

        public void Score(Rows rows, Span<double> scores) => scores.Clear();
    }

    private sealed class FakeClassifier(ColumnSet columns, ImmutableArray<string> classes) : FakeModel(columns), IClassifier
    {
        public override string Kind => "fake-classifier";

        public override int Outputs => classes.Length;

        public ImmutableArray<string> Classes => classes;
    }
}
