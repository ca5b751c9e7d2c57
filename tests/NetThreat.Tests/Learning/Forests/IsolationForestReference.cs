using NetThreat.Learning.Forests;
using NetThreat.Testing;
using NetThreat.Tests.Learning.References;

namespace NetThreat.Tests.Learning.Forests;

/// <summary>scikit-learn's isolation forest given as trees: isolation-forest.json.</summary>
public class IsolationForestReference
{
    [DataFact]
    public void Average_path_lengths_are_those_of_the_reference()
    {
        var file = Reference.Read("isolation-forest.json").GetProperty("average_path_length");
        var (n, c) = (file.GetProperty("n").Wholes(), file.GetProperty("c").Numbers());
        Assert.Equal(25, n.Length);
        for (int i = 0; i < n.Length; i++) Assert.Equal(c[i], AveragePathLength.Of(n[i]), 1e-12);
    }

    [DataFact]
    public void Path_lengths_and_scores_are_those_of_the_reference()
    {
        var file = Reference.Read("isolation-forest.json");
        var expected = file.GetProperty("expected");
        var forest = ReferenceForests.Isolation(file);
        var rows = ReferenceForests.Matrix(file.GetProperty("rows"));
        var lengths = expected.GetProperty("path_length_of_first_10_rows_per_tree").Table();
        for (int r = 0; r < lengths.Length; r++)
        {
            for (int t = 0; t < forest.Ensemble.Trees; t++)
                Assert.Equal(lengths[r][t], forest.Ensemble.LeafValues(forest.Ensemble.Leaf(t, rows[r]))[0], 1e-12);
        }
        var (sums, scores) = (new double[rows.Rows], new double[rows.Rows]);
        forest.Ensemble.AddTo(rows.All, sums);
        forest.Score(rows.All, scores);
        Same(expected.GetProperty("mean_path_length").Numbers(), [.. sums.Select(s => s / forest.Ensemble.Trees)]);
        Same(expected.GetProperty("score_samples").Numbers(), [.. scores.Select(s => -s)]);
        Same(expected.GetProperty("decision_function").Numbers(), [.. scores.Select(s => 0.5 - s)]);
        Assert.Equal(expected.GetProperty("predict").Wholes(), scores.Select(s => 0.5 - s < 0 ? -1 : 1));
        var rare = expected.GetProperty("contamination_0_05");
        double offset = -Quantile(scores, 0.95);
        Assert.Equal(rare.GetProperty("offset").GetDouble(), offset, 1e-12);
        Assert.Equal(rare.GetProperty("predict").Wholes(), scores.Select(s => -s < offset ? -1 : 1));
        Assert.Equal(expected.GetProperty("auc").GetDouble(), Auc(scores, file.GetProperty("labels").Wholes()), 1e-12);
    }

    [DataFact]
    public void Values_are_rounded_to_float32_before_they_are_compared()
    {
        var file = Reference.Read("isolation-forest.json");
        var edge = file.GetProperty("float32_edge");
        var rows = ReferenceForests.Matrix(edge.GetProperty("rows"));
        var scores = new double[rows.Rows];
        ReferenceForests.Isolation(file).Score(rows.All, scores);
        Same(edge.GetProperty("score_samples").Numbers(), [.. scores.Select(s => -s)]);
    }

    internal static double Auc(double[] scores, int[] labels)
    {
        double wins = 0, pairs = 0;
        for (int i = 0; i < scores.Length; i++)
        {
            for (int j = 0; j < scores.Length; j++)
            {
                if (labels[i] == 0 || labels[j] != 0) continue;
                pairs++;
                wins += scores[i] > scores[j] ? 1 : scores[i] == scores[j] ? 0.5 : 0;
            }
        }
        return wins / pairs;
    }

    private static double Quantile(double[] values, double share)
    {
        var sorted = values.Order().ToArray();
        double place = share * (sorted.Length - 1);
        int low = (int)place;
        return sorted[low] + (place - low) * (sorted[low + 1] - sorted[low]);
    }

    private static void Same(double[] expected, double[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], actual[i], 1e-12);
    }
}
