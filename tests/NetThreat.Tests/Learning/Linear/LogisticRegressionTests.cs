using NetThreat.Learning.Linear;
using NetThreat.Learning.Tables;
using NetThreat.Learning.Training;
using NetThreat.Testing;
using NetThreat.Tests.Learning.References;

namespace NetThreat.Tests.Learning.Linear;

public class LogisticRegressionTests
{
    /// <summary>
    /// Coefficients and intercepts of scikit-learn 1.2.1's LogisticRegression(C=1, solver='newton-cg', tol=1e-13) on rows and classes of
    /// clustering.json in float32 (its default solver stops 2e-4 away from the minimum).
    /// </summary>
    private static readonly double[][] Softmax =
    [
        [-1.248853624413076, 1.4181164996611764, 0.16014858557053507, -0.3795077530135705, 1.1410721445870662],
        [0.052539453020538, -0.4505859956422618, 1.6320704997598907, -1.007338151218282, 0.2636705400846905],
        [1.7130305470871376, 0.31527189158917557, -1.8017202942651753, -0.616701471025011, -0.5772683489644298],
        [0.6591526832674239, 0.704448766958465, 0.05463631917801581, 0.8497684028208026, 1.4791270557873926],
        [-1.175869058962024, -1.9872511625665503, -0.04513511024326397, 1.1537789724360585, -2.3066013914947368],
    ];

    /// <summary>The same of class 1 against the others, by solver='newton-cholesky'.</summary>
    private static readonly double[] Binary = [0.08296078248887823, -0.9515919698408827, 1.8637943730306035, -1.2400616730895082, -2.5385846668613525];

    private static readonly double[] BinaryFresh = [0.027002217164939682, 0.1461742421956104, 0.13108485886476062, 0.8369780865441467, 0.014051134761172122];

    [DataFact]
    public void Softmax_coefficients_are_those_of_scikit_learn()
    {
        var model = new LogisticRegressionTrainer { Tolerance = 1e-10 }.Fit(FiveClasses(), FitContext.Default);

        // Intercepts of softmax are free up to a constant: theirs and ours are compared centred.
        double shift = Enumerable.Range(0, 5).Average(k => model.Parameters[k * 5 + 4] - Softmax[k][4]);
        for (int k = 0; k < 5; k++)
        {
            for (int c = 0; c < 5; c++) Reference.Close(Softmax[k][c], model.Parameters[k * 5 + c] - (c == 4 ? shift : 0), 1e-7);
        }
    }

    [DataFact]
    public void Binary_coefficients_and_probabilities_are_those_of_scikit_learn()
    {
        var five = FiveClasses();
        var data = new TrainingData(five.Features) { Labels = [.. five.Labels!.Select(l => l == 1 ? 1 : 0)], Classes = ["other", "one"] };
        var model = new LogisticRegressionTrainer { Tolerance = 1e-10 }.Fit(data, FitContext.Default);
        var scores = new double[40];

        model.Score(SampleTables.Matrix(Reference.Read("clustering.json").Table("fresh")).All, scores);

        Reference.Close(Binary, model.Parameters, 1e-7);
        for (int i = 0; i < 5; i++) Reference.Close(BinaryFresh[i], scores[2 * i + 1], 1e-8);
        for (int i = 0; i < 20; i++) Assert.Equal(1, scores[2 * i] + scores[2 * i + 1], 12);
    }

    [Fact]
    public void The_gradient_is_that_of_finite_differences()
    {
        var data = Classes(90, 3, 3, 1);
        foreach (int margins in new[] { 1, 3 })
        {
            int[] labels = [.. data.Labels!.Select(l => margins == 1 ? l % 2 : l)];
            var loss = new LogisticLoss(data.Features, labels, [.. Enumerable.Range(1, 90).Select(i => (double)i)], margins, 0.3, 1);
            double[] point = [.. Enumerable.Range(0, loss.Parameters).Select(i => Math.Sin(i + 1))], gradient = new double[point.Length], unused = new double[point.Length];
            loss.Value(point, gradient);
            for (int i = 0; i < point.Length; i++)
            {
                double[] up = [.. point], down = [.. point];
                up[i] += 1e-5;
                down[i] -= 1e-5;
                Reference.Close((loss.Value(up, unused) - loss.Value(down, unused)) / 2e-5, gradient[i], 1e-8);
            }
        }
    }

    [Fact]
    public void A_weight_of_2_is_a_row_twice()
    {
        var data = Classes(60, 2, 2, 2);
        var weighted = new TrainingData(data.Features) { Labels = data.Labels, Classes = data.Classes, Weights = [.. Enumerable.Range(0, 60).Select(i => i % 3 == 0 ? 2f : 1f)] };
        var repeated = data.Take([.. Enumerable.Range(0, 60).SelectMany(i => Enumerable.Repeat(i, i % 3 == 0 ? 2 : 1))]);
        var trainer = new LogisticRegressionTrainer { Tolerance = 1e-10 };

        Reference.Close(trainer.Fit(weighted, FitContext.Default).Parameters.ToArray(), trainer.Fit(repeated, FitContext.Default).Parameters, 1e-7);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public void Contributions_add_up_to_the_log_odds(int classes)
    {
        var data = Classes(200, 5, classes, 3);
        var model = new LogisticRegressionTrainer().Fit(data, FitContext.Default);
        double[] scores = new double[classes], parts = new double[5];
        model.Score(data.Features.Slice(7, 1), scores);
        var margins = Enumerable.Range(0, classes).Select(k => model.Explain(data.Features[7], k, parts) + parts.Sum()).ToArray();

        for (int k = 1; k < classes; k++)
        {
            double odds = classes == 2 ? margins[1] : margins[k] - margins[0];
            Assert.Equal(Math.Log(scores[k] / scores[0]), odds, 9);
        }
    }

    [Fact]
    public void Balanced_classes_weigh_the_same()
    {
        // Nine rows of one class at 0, one of the other at 1, hardly any penalty of the intercept: the balanced odds at the middle are even.
        var rows = new Matrix([0, 0, 0, 0, 0, 0, 0, 0, 0, 1], 10, 1);
        var data = new TrainingData(rows) { Labels = [0, 0, 0, 0, 0, 0, 0, 0, 0, 1], Classes = ["a", "b"] };
        var scores = new double[2];

        new LogisticRegressionTrainer { Balanced = true, Tolerance = 1e-10 }.Fit(data, FitContext.Default).Score(new Rows([0.5f], 1), scores);

        Assert.Equal(0.5, scores[1], 6);
    }

    [Fact]
    public void Separable_rows_end_and_large_margins_stay_probabilities()
    {
        var rows = new Matrix([-1e6f, 1e6f], 2, 1);
        var data = new TrainingData(rows) { Labels = [0, 1], Classes = ["a", "b"] };
        var scores = new double[4];

        new LogisticRegressionTrainer { C = 1e6 }.Fit(data, FitContext.Default).Score(rows.All, scores);

        Assert.All(scores, s => Assert.InRange(s, 0, 1));
        Assert.True(scores[0] > 0.99 && scores[3] > 0.99);
    }

    private static TrainingData FiveClasses()
    {
        var file = Reference.Read("clustering.json");
        return new(SampleTables.Matrix(file.Table("rows"))) { Labels = file.Wholes("classes"), Classes = [.. Enumerable.Range(0, 5).Select(k => $"{k}")] };
    }

    private static TrainingData Classes(int rows, int columns, int classes, ulong seed) =>
        new(SampleTables.Blobs(rows, columns, classes, 1, seed)) { Labels = [.. Enumerable.Range(0, rows).Select(i => i % classes)], Classes = [.. Enumerable.Range(0, classes).Select(k => $"class {k}")] };
}
