using System.Collections.Immutable;
using NetThreat.Learning.Explanations;
using NetThreat.Learning.Models;
using NetThreat.Learning.Saving;
using NetThreat.Learning.Tables;
using NetThreat.Learning.Trees;

namespace NetThreat.Learning.Forests;

/// <summary>
/// A forest of classification trees: the probability of a class is the mean over the trees of its share in the leaf that the row reaches
/// (random forest: Breiman, "Random Forests", 2001; extra trees: Geurts, Ernst, Wehenkel, "Extremely randomized trees", 2006).
/// </summary>
public sealed class DecisionForestModel : IClassifier, IExplainable
{
    public const string RandomForest = "random-forest", ExtraTrees = "extra-trees";

    private const int MaxClasses = 4096;
    private const double Rounding = 1e-6;
    private readonly Lazy<TreeShap> _shap;

    /// <param name="kind"><see cref="RandomForest"/> or <see cref="ExtraTrees"/>.</param>
    /// <param name="trees">One output per class; leaves hold the share of each class.</param>
    /// <exception cref="LearningException">The parts do not belong together, or a leaf does not hold shares.</exception>
    public DecisionForestModel(string kind, ColumnSet columns, ImmutableArray<string> classes, TreeEnsemble trees)
    {
        if (kind is not (RandomForest or ExtraTrees)) throw new LearningException($"'{kind}' is not a forest of classification trees");
        if (classes.Length < 2 || trees.Features != columns.Count || trees.Outputs != classes.Length || trees.ValuesPerLeaf != classes.Length)
            throw new LearningException($"trees over {trees.Features} columns with {trees.ValuesPerLeaf} values per leaf for {columns.Count} columns and {classes.Length} classes");
        Shares(trees);
        (Kind, Columns, Classes, Ensemble) = (kind, columns, classes, trees);
        _shap = new Lazy<TreeShap>(() => new TreeShap(trees));
    }

    public string Kind { get; }

    public ColumnSet Columns { get; }

    public ImmutableArray<string> Classes { get; }

    public int Outputs => Classes.Length;

    public bool HandlesMissing => Ensemble.HandlesMissing;

    /// <summary>The trees; their sums over the number of trees are probabilities.</summary>
    public TreeEnsemble Ensemble { get; }

    public void Score(Rows rows, Span<double> scores)
    {
        InputCheck.Score(this, rows, scores);
        scores.Clear();
        Ensemble.AddTo(rows, scores);
        foreach (ref double sum in scores) sum /= Ensemble.Trees;
    }

    public string ExplainedOutput => "probability";

    /// <summary>Exact path-dependent Shapley values of a class's probability.</summary>
    public double Explain(ReadOnlySpan<float> row, int output, Span<double> contributions)
    {
        InputCheck.Explain(this, row, output, contributions);
        double baseline = _shap.Value.Explain(row, output, contributions);
        foreach (ref double contribution in contributions) contribution /= Ensemble.Trees;
        return baseline / Ensemble.Trees;
    }

    public void Save(ModelWriter writer)
    {
        writer.Write(Classes.Length);
        foreach (var name in Classes) writer.Write(name);
        Ensemble.Save(writer);
    }

    /// <exception cref="LearningException">The file is broken.</exception>
    public static Func<ModelReader, ColumnSet, IModel> Reader(string kind) => (reader, columns) =>
    {
        var classes = new string[reader.ReadCount(2, MaxClasses)];
        for (int i = 0; i < classes.Length; i++) classes[i] = reader.ReadString();
        return new DecisionForestModel(kind, columns, [.. classes], TreeEnsemble.Read(reader, columns.Count));
    };

    private static void Shares(TreeEnsemble trees)
    {
        for (int node = 0; node < trees.Nodes; node++)
        {
            if (trees.Feature[node] >= 0) continue;
            double sum = 0;
            foreach (double share in trees.LeafValues(node)) sum += share >= 0 ? share : double.NaN;
            if (!(Math.Abs(sum - 1) <= Rounding)) throw new LearningException($"the trees are broken: the shares of the classes in node {node} do not sum to 1");
        }
    }
}
