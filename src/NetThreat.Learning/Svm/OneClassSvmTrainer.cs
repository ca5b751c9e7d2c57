using NetThreat.Learning.Distances;
using NetThreat.Learning.Models;
using NetThreat.Learning.Tables;
using NetThreat.Learning.Training;

namespace NetThreat.Learning.Svm;

/// <summary>One-class SVM with an RBF kernel (Schölkopf et al. 2001), solved as libsvm does. Scale the columns first: all count alike.</summary>
public sealed record OneClassSvmTrainer : IRowTrainer
{
    public string Kind => OneClassSvmModel.KindName;

    public bool NeedsLabels => false;

    public ulong Seed { get; init; }

    [Parameter("upper bound of the share of training rows outside, lower bound of the share of support vectors", Min = 1e-4, Max = 1, SearchFrom = 0.001, SearchTo = 0.2, SearchLogarithmic = true)]
    public double Nu { get; init; } = 0.05;

    [Parameter("inverse squared width of the kernel; 0 means 1 / (columns × variance of all entries)", Min = 0, Max = 1e6, SearchFrom = 0.001, SearchTo = 1, SearchLogarithmic = true)]
    public double Gamma { get; init; }

    [Parameter("largest violation of the optimality conditions, in units of the decision", Min = 1e-12, Max = 0.1)]
    public double Tolerance { get; init; } = 1e-4;

    [Parameter("training rows used, drawn from more (time grows with their square)", Min = 2, Max = 1_000_000)]
    public int MaxRows { get; init; } = 20_000;

    [Parameter("memory for rows of the kernel matrix in MB", Min = 1, Max = 65_536)]
    public int CacheMegabytes { get; init; } = 256;

    IRowModel IRowTrainer.Fit(TrainingData data, FitContext context) => Fit(data, context);

    /// <inheritdoc cref="IRowTrainer.Fit"/>
    public OneClassSvmModel Fit(TrainingData data, FitContext context)
    {
        TrainerParameters.Check(this);
        InputCheck.Fit(data, handlesMissing: false, needsLabels: false);
        var rows = RowSample.Draw(data.Features.Rows, MaxRows, Seed);
        var points = Points.Of(data.Features.Take(rows));
        var bounds = rows.Select(r => data.Weights is { } weights ? (double)weights[r] : 1).ToArray();
        if (!bounds.Any(b => b > 0)) throw new LearningException($"the weights of all {rows.Length} rows drawn are 0: raise max-rows");
        var solution = Solve(points, bounds, context, out double gamma);
        return OneClassSvmModel.Of(data.Columns, points, solution, gamma);
    }

    internal OneClassSolution Solve(Points points, double[] bounds, FitContext context, out double gamma)
    {
        gamma = Gamma > 0 ? Gamma : RbfKernel.ScaleGamma(points);
        var kernel = new KernelCache(points, gamma, CacheMegabytes);
        return new OneClassSolver(kernel, bounds, Nu).Solve(Tolerance, Math.Max(10_000_000L, 100L * points.Count), context);
    }
}
