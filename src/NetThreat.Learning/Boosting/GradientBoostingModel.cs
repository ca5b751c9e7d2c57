using System.Collections.Immutable;
using NetThreat.Learning.Explanations;
using NetThreat.Learning.Models;
using NetThreat.Learning.Saving;
using NetThreat.Learning.Tables;
using NetThreat.Learning.Trees;

namespace NetThreat.Learning.Boosting;

/// <summary>
/// Boosted trees: leaf values are added to base margins; the probability of the second of two classes is 1/(1 + e^-margin), of more
/// classes the softmax of one margin each.
/// </summary>
public sealed class GradientBoostingModel : IClassifier, IExplainable
{
    public const string KindName = "gradient-boosting";

    private const int MaxClasses = 4096;
    private readonly double[] _base, _gains;
    private readonly Lazy<TreeShap> _shap;

    /// <param name="trees">With one output for two classes (the margin of the second), else one per class; one value per leaf.</param>
    /// <param name="baseMargins">Margin of every output of the trees before the first tree.</param>
    /// <param name="gains">Sum of the gains of the splits of every column, or null where unknown.</param>
    /// <exception cref="LearningException">The parts do not belong together.</exception>
    public GradientBoostingModel(ColumnSet columns, ImmutableArray<string> classes, TreeEnsemble trees, double[] baseMargins, double[]? gains = null)
    {
        int outputs = classes.Length == 2 ? 1 : classes.Length;
        if (classes.Length < 2 || trees.Features != columns.Count || trees.Outputs != outputs || trees.ValuesPerLeaf != 1 || baseMargins.Length != outputs || (gains?.Length ?? columns.Count) != columns.Count)
            throw new LearningException($"the parts of a {KindName} model do not belong together: {classes.Length} classes, {columns.Count} columns, trees of {trees.Features} columns and {trees.Outputs} outputs");
        if (!baseMargins.All(double.IsFinite)) throw new LearningException("a base margin is not finite");
        (Columns, Classes, Ensemble, _base, _gains) = (columns, classes, trees, baseMargins, gains ?? new double[columns.Count]);
        _shap = new Lazy<TreeShap>(() => new TreeShap(trees));
    }

    public string Kind => KindName;

    public ColumnSet Columns { get; }

    public ImmutableArray<string> Classes { get; }

    public int Outputs => Classes.Length;

    public bool HandlesMissing => Ensemble.HandlesMissing;

    /// <summary>The trees; their sums and <see cref="BaseMargins"/> are the margins.</summary>
    public TreeEnsemble Ensemble { get; }

    public ReadOnlySpan<double> BaseMargins => _base;

    /// <summary>Sum of the gains of the splits of every column: how much it lowered the training loss.</summary>
    public ReadOnlySpan<double> Gains => _gains;

    /// <summary>Log-odds: of a class against the other, or a class's margin before softmax.</summary>
    public string ExplainedOutput => "margin";

    public void Score(Rows rows, Span<double> scores)
    {
        InputCheck.Score(this, rows, scores);
        if (Outputs > 2)
        {
            AddMargins(rows, scores);
            for (int r = 0; r < rows.Count; r++) Softmax(scores.Slice(r * Outputs, Outputs));
            return;
        }
        // The margins lie in the first half; from the end, no probability is written over a margin still to be read.
        AddMargins(rows, scores[..rows.Count]);
        for (int r = rows.Count - 1; r >= 0; r--)
        {
            double margin = scores[r], less = Math.Exp(-Math.Abs(margin)), likelier = 1 / (1 + less), other = less / (1 + less);
            (scores[2 * r], scores[2 * r + 1]) = margin < 0 ? (likelier, other) : (other, likelier);
        }
    }

    /// <summary>Log-odds of the second of two classes (one a row), or one margin a class, before softmax.</summary>
    /// <exception cref="LearningException">A row has the wrong width or an infinite value.</exception>
    public void Margins(Rows rows, Span<double> margins)
    {
        if (rows.Width != Columns.Count) throw new LearningException($"rows of {rows.Width} values where the model '{Kind}' reads {Columns.Count} columns");
        InputCheck.Values(rows.Values, Columns, HandlesMissing);
        AddMargins(rows, margins[..(rows.Count * _base.Length)]);
    }

    /// <summary>Exact path-dependent Shapley values of the margin; of two classes, the first's are the second's turned around.</summary>
    public double Explain(ReadOnlySpan<float> row, int output, Span<double> contributions)
    {
        InputCheck.Explain(this, row, output, contributions);
        if (Outputs > 2) return _base[output] + _shap.Value.Explain(row, output, contributions);
        double baseline = _base[0] + _shap.Value.Explain(row, 0, contributions);
        if (output == 1) return baseline;
        foreach (ref double contribution in contributions) contribution = -contribution;
        return -baseline;
    }

    public void Save(ModelWriter writer)
    {
        writer.Write(Classes.Length);
        foreach (var name in Classes) writer.Write(name);
        writer.WriteArray<double>(_base);
        writer.WriteArray<double>(_gains);
        Ensemble.Save(writer);
    }

    public static GradientBoostingModel Read(ModelReader reader, ColumnSet columns)
    {
        var classes = ImmutableArray.CreateBuilder<string>();
        for (int left = reader.ReadCount(2, MaxClasses); left > 0; left--) classes.Add(reader.ReadString());
        var (margins, gains) = (reader.ReadArray<double>(), reader.ReadArray<double>());
        return new GradientBoostingModel(columns, classes.ToImmutable(), TreeEnsemble.Read(reader, columns.Count), margins, gains);
    }

    private void AddMargins(Rows rows, Span<double> margins)
    {
        if (_base.Length == 1) margins.Fill(_base[0]);
        else for (int r = 0; r < rows.Count; r++) _base.CopyTo(margins[(r * _base.Length)..]);
        Ensemble.AddTo(rows, margins);
    }

    private static void Softmax(Span<double> values)
    {
        double most = double.NegativeInfinity, sum = 0;
        foreach (double v in values) most = Math.Max(most, v);
        foreach (ref double v in values) sum += v = Math.Exp(v - most);
        foreach (ref double v in values) v /= sum;
    }
}
