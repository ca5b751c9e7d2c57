using System.Collections.Immutable;
using NetThreat.Core.Flows;
using NetThreat.Detection.Scoring;
using NetThreat.Learning.Manifests;
using NetThreat.Learning.Models;
using NetThreat.Learning.Saving;
using NetThreat.Learning.Serving;
using NetThreat.Learning.Tables;
using NetThreat.Learning.Training;

namespace NetThreat.Tests.Detection.Scoring;

/// <summary>Models whose answer is the first column itself, so that tests choose it with the feature row.</summary>
internal static class FirstColumnModels
{
    public static FeatureSchema Schema { get; } = new(7, [new("oddness", "ratio", "How odd.", null), new("guilt", "ratio", "How guilty.", null)]);

    public static ActiveModels Both { get; } = new([Anomaly("odd"), Classifier("attacks")], Schema);

    /// <summary>1,000 calibration rows with the scores 0.000 to 0.999.</summary>
    public static ServedModel Anomaly(string name, string column = "oddness") => new(
        Manifest(name, "first-column", LearningTask.Anomaly, column) with { Calibration = ManifestCalibration.Conformal([.. Enumerable.Range(0, 1000).Select(i => i / 1000.0)]) },
        new FirstColumn(new([new(column, Hash(column))])));

    public static ServedModel Classifier(string name) => new(
        Manifest(name, "first-column-classes", LearningTask.Classification, "guilt") with
        {
            Classes = ["benign", "guessing", "other"],
            Techniques = new Dictionary<string, IReadOnlyList<string>> { ["guessing"] = ["T1110"] },
        },
        new FirstColumnClasses(new([new("guilt", Hash("guilt"))])));

    private static string Hash(string column) => Schema.Columns[Schema.IndexOf(column)].Hash;

    private static ModelManifest Manifest(string name, string kind, LearningTask task, string column) => new()
    {
        Name = name,
        Version = "1",
        Kind = kind,
        Task = task,
        Features = new(7, [new(column, Hash(column), Typical: 0.25)]),
        Weights = new("model.bin", new string('0', 64), 1),
    };

    private sealed class FirstColumn(ColumnSet columns) : IAnomalyModel, IExplainable
    {
        public string Kind => "first-column";

        public ColumnSet Columns => columns;

        public int Outputs => 1;

        public bool HandlesMissing => false;

        public string ExplainedOutput => "score";

        public void Score(Rows rows, Span<double> scores)
        {
            InputCheck.Score(this, rows, scores);
            for (int i = 0; i < rows.Count; i++) scores[i] = rows[i][0];
        }

        public double Explain(ReadOnlySpan<float> row, int output, Span<double> contributions)
        {
            contributions[0] = row[0] - 0.5;
            return 0.5;
        }

        public void Save(ModelWriter writer) => throw new NotSupportedException();
    }

    private sealed class FirstColumnClasses(ColumnSet columns) : IClassifier
    {
        public string Kind => "first-column-classes";

        public ColumnSet Columns => columns;

        public int Outputs => 3;

        public bool HandlesMissing => false;

        public ImmutableArray<string> Classes => ["benign", "guessing", "other"];

        public void Score(Rows rows, Span<double> scores)
        {
            for (int i = 0; i < rows.Count; i++) (scores[3 * i], scores[3 * i + 1], scores[3 * i + 2]) = (1 - rows[i][0], rows[i][0], 0);
        }

        public void Save(ModelWriter writer) => throw new NotSupportedException();
    }
}
