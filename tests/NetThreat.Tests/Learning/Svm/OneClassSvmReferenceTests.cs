using System.Text.Json;
using NetThreat.Learning.Distances;
using NetThreat.Learning.Svm;
using NetThreat.Learning.Tables;
using NetThreat.Learning.Training;
using NetThreat.Testing;
using NetThreat.Tests.Learning.References;

namespace NetThreat.Tests.Learning.Svm;

/// <summary>one-class-svm.json: scikit-learn's numbers.</summary>
public class OneClassSvmReferenceTests
{
    private const double Scoring = 1e-12, Solver = 1e-5, Objective = 1e-7;

    private static readonly Lazy<JsonElement> File = new(() => Reference.Read("one-class-svm.json"));

    [DataFact]
    public void Given_coefficients_give_the_decisions_to_12_digits()
    {
        var train = File.Value.Table("train");
        foreach (var model in File.Value.Items("models"))
        {
            var vectors = SampleTables.Points([.. model.Wholes("support_indices").Select(i => train[i])]);
            var svm = new OneClassSvmModel(ColumnSet.Numbered(vectors.Width), vectors, model.Numbers("dual_coef"), model.Number("rho"), model.Number("gamma_value"));

            Reference.Close(model.Numbers("decision_function"), Decisions(svm, "test"), Scoring);
            Reference.Close(model.Numbers("train_decision_function"), Decisions(svm, "train"), Scoring);
            Reference.Close(model.Numbers("score_samples"), [.. Decisions(svm, "test").Select(d => d + svm.Rho)], Scoring);
            Assert.Equal(model.Wholes("predict"), Decisions(svm, "test").Select(d => d < 0 ? -1 : 1));
        }
    }

    [DataFact]
    public void Scale_gamma_is_theirs()
    {
        double gamma = RbfKernel.ScaleGamma(SampleTables.Points(File.Value.Table("train")));
        var scaled = File.Value.Items("models").Where(m => m.GetProperty("gamma").ValueKind == JsonValueKind.String).ToArray();

        Assert.NotEmpty(scaled);
        foreach (var model in scaled) Reference.Close(model.Number("gamma_value"), gamma, Scoring);
    }

    [DataFact]
    public void The_own_solver_reaches_their_optimum()
    {
        foreach (var (model, solution, svm) in Solved())
        {
            Reference.Close(model.Number("rho"), solution.Rho, Solver, "rho");
            Reference.CloseRelative(model.Number("dual_objective"), solution.Objective, Objective, "objective");
            Reference.Close(model.Numbers("decision_function"), Decisions(svm, "test"), Solver, "test");
            Reference.Close(model.Numbers("train_decision_function"), Decisions(svm, "train"), Solver, "train");
        }
    }

    [DataFact]
    public void The_solution_is_optimal_and_has_the_nu_property()
    {
        foreach (var (model, solution, svm) in Solved())
        {
            double nu = model.Number("nu");
            int rows = solution.Alphas.Length;
            Reference.Close(model.Number("sum_of_dual_coef"), solution.Alphas.Sum(), 1e-9);
            var decisions = Decisions(svm, "train");
            for (int i = 0; i < rows; i++)
            {
                Assert.InRange(solution.Alphas[i], 0, 1);
                if (solution.Alphas[i] < 1) Assert.True(decisions[i] > -1e-8, $"row {i} is outside and has room");
                if (solution.Alphas[i] > 0) Assert.True(decisions[i] < 1e-8, $"row {i} is inside and is a support vector");
            }
            double outliers = decisions.Count(d => d < -1e-7) / (double)rows;
            // Theirs counts rows of the border that their float32 kernel moved by more than 1e-7; each row counted apart is one of those.
            var theirs = model.Numbers("train_decision_function");
            Reference.Close(model.Number("training_outlier_fraction"), theirs.Count(d => d < -1e-7) / (double)rows, 1e-12);
            for (int i = 0; i < rows; i++)
            {
                if (theirs[i] < -1e-7 != decisions[i] < -1e-7) Assert.True(Math.Abs(theirs[i]) < 1e-6 && Math.Abs(decisions[i]) < 1e-6);
            }
            Assert.True(outliers <= nu && nu <= svm.SupportVectors / (double)rows);
        }
    }

    [DataFact]
    public void A_small_cache_changes_nothing()
    {
        var model = File.Value.Items("models").First();
        var points = SampleTables.Points(File.Value.Table("train"));
        OneClassSolution Solve(int megabytes, out long computed)
        {
            var cache = new KernelCache(points, model.Number("gamma_value"), megabytes);
            var solution = new OneClassSolver(cache, Ones(points), model.Number("nu")).Solve(1e-9, 1_000_000, FitContext.Default);
            computed = cache.Computed;
            return solution;
        }

        var large = Solve(16, out long few);
        var small = Solve(0, out long many);

        Assert.Equal(large.Alphas, small.Alphas);
        Assert.True(few <= points.Count && many > few);
    }

    private static double[] Ones(Points points) => [.. Enumerable.Repeat(1.0, points.Count)];

    private static double[] Decisions(OneClassSvmModel svm, string rows) => [.. File.Value.Table(rows).Select(r => svm.Decide(r))];

    private static IEnumerable<(JsonElement Model, OneClassSolution Solution, OneClassSvmModel Svm)> Solved()
    {
        var points = SampleTables.Points(File.Value.Table("train"));
        foreach (var model in File.Value.Items("models"))
        {
            var trainer = new OneClassSvmTrainer { Nu = model.Number("nu"), Gamma = model.GetProperty("gamma").ValueKind == JsonValueKind.String ? 0 : model.Number("gamma"), Tolerance = 1e-10 };
            var solution = trainer.Solve(points, Ones(points), FitContext.Default, out double gamma);
            yield return (model, solution, OneClassSvmModel.Of(ColumnSet.Numbered(points.Width), points, solution, gamma));
        }
    }
}
