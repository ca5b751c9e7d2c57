using System.Text;
using NetThreat.Learning;
using NetThreat.Learning.Manifests;
using NetThreat.Learning.Training;

namespace NetThreat.Tests.Learning.Manifests;

public class ManifestFileTests
{
    internal static ModelManifest Full { get; } = new()
    {
        Name = "flow-forest",
        Version = "1.2",
        Kind = "isolation-forest",
        Task = LearningTask.Anomaly,
        Summary = "For tests.",
        WrittenBy = "NetThreat 0.1.0",
        Features = new(2, [new("duration", "75f65a63f4745de8"), new("service", null, ["dns", "http"])]),
        Weights = new("model.bin", new string('a', 64), 1234),
        Classes = ["benign", "attack"],
        Trainer = new("isolation-forest", 7, new SortedDictionary<string, string>(StringComparer.Ordinal) { ["trees"] = "100" }, "robust"),
        Data = new([new("office, seed 1", 900, "CC0")], 900, 100, new string('b', 64), new SortedDictionary<string, long>(StringComparer.Ordinal) { ["benign"] = 1000 }, "time", DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddHours(1)),
        Metrics = new SortedDictionary<string, double>(StringComparer.Ordinal) { ["roc_auc"] = 0.99 },
        Calibration = ManifestCalibration.Conformal([0.1, 0.2, 0.2, 0.4]),
        Thresholds = [new(0.001, 0.7), new(0.01, 0.6)],
        Sequence = new(SequenceKind.Host, 16, 4),
        Onnx = new() { Inputs = ["x"], Output = "y", Reading = OnnxReading.Negated, Mean = [1, 2], Scale = [1, 3] },
    };

    [Fact]
    public void What_is_written_is_read_and_writes_the_same_bytes()
    {
        var bytes = ManifestFile.Write(Full);

        var read = ManifestFile.Read(bytes);

        Assert.Equal(bytes, ManifestFile.Write(read));
        Assert.Equal(("flow-forest@1.2", LearningTask.Anomaly, 7UL), (read.Id(), read.Task, read.Trainer!.Seed));
        Assert.Equal("dns,http", string.Join(',', read.Columns().Columns[1].Categories));
        Assert.Equal(Full.Calibration!.Scores, read.Calibration!.Scores);
        Assert.DoesNotContain((byte)'\r', bytes);
    }

    [Fact]
    public void What_nobody_knows_is_left_out_and_may_be_missing()
    {
        var bare = Full with { Trainer = null, Calibration = null, Sequence = null, Onnx = null, Data = Full.Data! with { From = null, To = null } };

        var read = ManifestFile.Read(ManifestFile.Write(bare));

        Assert.Equal((null, null, null, null), (read.Trainer, read.Calibration, read.Sequence, read.Data!.From));
        Assert.Null(ManifestFile.Read(ManifestFile.Write(bare with { Data = null })).Data);
    }

    [Theory]
    [InlineData("\"name\"", "\"nmae\"", "nmae")]
    [InlineData("\"format\": 1", "\"format\": 2", "format is 2")]
    [InlineData("\"flow-forest\"", "\"../../etc\"", "name '../../etc'")]
    [InlineData("\"flow-forest\"", "\"\"", "name ''")]
    [InlineData("\"flow-forest\"", "null", "name")]
    [InlineData("\"model.bin\"", "\"../model.bin\"", "weights: file")]
    [InlineData("\"model.bin\"", "\".bin\"", "weights: file")]
    [InlineData("\"bytes\": 1234", "\"bytes\": -1", "weights: -1 bytes")]
    [InlineData("\"bytes\": 1234", "\"bytes\": 1e400", "bytes")]
    [InlineData("aaaaaaaaaaaaaaaa\"", "aaaaaaaaaaaaaaaZ\"", "sha256")]
    [InlineData("\"steps\": 16", "\"steps\": 2000000000", "sequence")]
    [InlineData("\"Anomaly\"", "\"Guess\"", "task")]
    [InlineData("\"roc_auc\": 0.99", "\"roc_auc\": \"NaN\"", "metrics")]
    [InlineData("\"version\": \"1.2\",", "\"version\": \"1.2\", \"version\": \"1.3\",", "version")]
    [InlineData("\"service\"", "\"duration\"", "occurs twice")]
    [InlineData("\"false_positive_rate\": 0.001", "\"false_positive_rate\": 0.5", "thresholds: entry 2")]
    [InlineData("\"false_positive_rate\": 0.001", "\"false_positive_rate\": 0", "thresholds: entry 1")]
    public void Wrong_content_is_one_line_that_names_it(string there, string instead, string named)
    {
        var text = Encoding.UTF8.GetString(ManifestFile.Write(Full));
        Assert.Contains(there, text, StringComparison.Ordinal);
        int at = text.IndexOf(there, StringComparison.Ordinal);
        var changed = text[..at] + instead + text[(at + there.Length)..];

        var e = Assert.Throws<LearningException>(() => ManifestFile.Read(Encoding.UTF8.GetBytes(changed)));

        Assert.Contains(named, e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', e.Message);
        Assert.StartsWith("the manifest", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"format\": 1")]
    public void What_is_no_manifest_is_one_line(string text) =>
        Assert.StartsWith("the manifest", Assert.Throws<LearningException>(() => ManifestFile.Read(Encoding.UTF8.GetBytes(text))).Message, StringComparison.Ordinal);

    [Fact]
    public void A_manifest_that_never_ends_is_refused()
    {
        var huge = new byte[ManifestFile.MaxBytes + 10];
        Array.Fill(huge, (byte)' ');
        using var stream = new MemoryStream(huge);

        Assert.Contains("more than", Assert.Throws<LearningException>(() => ManifestFile.Read(stream)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Deep_nesting_is_refused()
    {
        var deep = string.Concat(Enumerable.Repeat("{\"onnx\":", 5000)) + "1" + new string('}', 5000);

        Assert.Throws<LearningException>(() => ManifestFile.Read(Encoding.UTF8.GetBytes(deep)));
    }

    [Theory]
    [InlineData("1", "2")]
    [InlineData("2", "10")]
    [InlineData("1.9", "1.10")]
    [InlineData("1", "1.0")]
    [InlineData("1.alpha", "1.0")]
    [InlineData("1.alpha", "1.beta")]
    [InlineData("99999999999999999999998", "99999999999999999999999")]
    public void Versions_are_ordered_as_people_read_them(string earlier, string later)
    {
        Assert.True(ModelVersion.Order.Compare(earlier, later) < 0);
        Assert.True(ModelVersion.Order.Compare(later, earlier) > 0);
        Assert.Equal(0, ModelVersion.Order.Compare(later, later));
    }
}
