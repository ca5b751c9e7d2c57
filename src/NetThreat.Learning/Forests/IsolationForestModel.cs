using NetThreat.Learning.Explanations;
using NetThreat.Learning.Models;
using NetThreat.Learning.Saving;
using NetThreat.Learning.Tables;
using NetThreat.Learning.Trees;

namespace NetThreat.Learning.Forests;

/// <summary>
/// Isolation forest (Liu, Ting, Zhou, "Isolation Forest", 2008): what random splits separate soon from the rest is not normal. The score
/// is 2^(-mean path length / c(rows per tree)) in (0, 1); about 0.5 is what nothing says anything about. It is scikit-learn's
/// <c>-score_samples</c>; where to draw the line (contamination) is the calibration's business.
/// </summary>
public sealed class IsolationForestModel : IAnomalyModel, IExplainable
{
    public const string KindName = "isolation-forest";

    private const int MaxSampleSize = 1 << 24;
    private readonly Lazy<TreeShap> _shap;

    /// <param name="trees">Leaves hold the path length: edges plus <see cref="AveragePathLength"/> of the rows that ended there.</param>
    /// <param name="sampleSize">Rows that each tree was grown from.</param>
    /// <exception cref="LearningException">The trees do not belong to the columns, or have more than one output.</exception>
    public IsolationForestModel(ColumnSet columns, TreeEnsemble trees, int sampleSize)
    {
        if (trees.Features != columns.Count || trees.Outputs != 1) throw new LearningException($"trees over {trees.Features} columns with {trees.Outputs} outputs for an isolation forest of {columns.Count} columns");
        if (sampleSize is < 2 or > MaxSampleSize) throw new LearningException($"an isolation forest of {sampleSize} rows per tree: 2 to {MaxSampleSize} are possible");
        (Columns, Ensemble, SampleSize) = (columns, trees, sampleSize);
        _shap = new Lazy<TreeShap>(() => new TreeShap(trees));
    }

    public string Kind => KindName;

    public ColumnSet Columns { get; }

    public int Outputs => 1;

    public bool HandlesMissing => Ensemble.HandlesMissing;

    /// <summary>The trees; their sums are path lengths.</summary>
    public TreeEnsemble Ensemble { get; }

    /// <summary>Rows that each tree was grown from.</summary>
    public int SampleSize { get; }

    public void Score(Rows rows, Span<double> scores)
    {
        InputCheck.Score(this, rows, scores);
        scores.Clear();
        Ensemble.AddTo(rows, scores);
        IsolationScores.FromSums(scores, Ensemble.Trees, SampleSize);
    }

    /// <summary>The mean path length with its sign turned, so that what is isolated sooner is higher, as in the score.</summary>
    public string ExplainedOutput => "minus mean path length";

    /// <summary>Exact path-dependent Shapley values.</summary>
    public double Explain(ReadOnlySpan<float> row, int output, Span<double> contributions)
    {
        InputCheck.Explain(this, row, output, contributions);
        double baseline = _shap.Value.Explain(row, 0, contributions);
        foreach (ref double contribution in contributions) contribution /= -Ensemble.Trees;
        return baseline / -Ensemble.Trees;
    }

    public void Save(ModelWriter writer)
    {
        writer.Write(SampleSize);
        Ensemble.Save(writer);
    }

    /// <exception cref="LearningException">The file is broken.</exception>
    public static IsolationForestModel Read(ModelReader reader, ColumnSet columns)
    {
        int sampleSize = reader.ReadCount(2, MaxSampleSize);
        return new IsolationForestModel(columns, TreeEnsemble.Read(reader, columns.Count), sampleSize);
    }
}
