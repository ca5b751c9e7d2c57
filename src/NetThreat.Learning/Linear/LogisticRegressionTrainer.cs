using System.Globalization;
using NetThreat.Learning.Models;
using NetThreat.Learning.Tables;
using NetThreat.Learning.Training;

namespace NetThreat.Learning.Linear;

/// <summary>Logistic regression with an L2 penalty: one margin for two classes, softmax for more, as scikit-learn's. Scale the columns first.</summary>
public sealed record LogisticRegressionTrainer : IRowTrainer
{
    public string Kind => LogisticRegressionModel.KindName;

    public bool NeedsLabels => true;

    public ulong Seed { get; init; }

    [Parameter("weight of the rows' loss against the penalty: small values keep coefficients small (scikit-learn's C)", Min = 1e-9, Max = 1e9, SearchFrom = 1e-3, SearchTo = 1e3, SearchLogarithmic = true)]
    public double C { get; init; } = 1;

    [Parameter("weigh classes by one over their rows")]
    public bool Balanced { get; init; }

    [Parameter("largest entry of the gradient of the mean loss at the end", Min = 1e-14, Max = 0.1)]
    public double Tolerance { get; init; } = 1e-6;

    [Parameter("iterations at most", Min = 1, Max = 1_000_000)]
    public int MaxIterations { get; init; } = 1000;

    IRowModel IRowTrainer.Fit(TrainingData data, FitContext context) => Fit(data, context);

    /// <inheritdoc cref="IRowTrainer.Fit"/>
    public LogisticRegressionModel Fit(TrainingData data, FitContext context)
    {
        TrainerParameters.Check(this);
        InputCheck.Fit(data, handlesMissing: false, needsLabels: true);
        var weights = Weights(data);
        int margins = data.Classes.Length == 2 ? 1 : data.Classes.Length;
        var loss = new LogisticLoss(data.Features, data.Labels!, weights, margins, 1 / (C * weights.Sum()), context.Threads);
        var point = new double[loss.Parameters];
        Lbfgs.Minimize(point, loss.Value, Tolerance, MaxIterations, (i, value, slope) =>
        {
            context.Cancelled.ThrowIfCancellationRequested();
            context.Progress?.Report(new((double)i / MaxIterations, string.Create(CultureInfo.InvariantCulture, $"iteration {i}, loss {value:g5}, gradient {slope:g2}")));
        });
        if (!Array.TrueForAll(point, double.IsFinite)) throw new LearningException("the coefficients of the logistic regression overflow: scale the columns");
        return new(data.Columns, data.Classes, point, Means(data.Features));
    }

    private double[] Weights(TrainingData data)
    {
        var weights = new double[data.Features.Rows];
        for (int i = 0; i < weights.Length; i++) weights[i] = data.Weights?[i] ?? 1;
        if (!Balanced) return weights;
        var mass = new double[data.Classes.Length];
        for (int i = 0; i < weights.Length; i++) mass[data.Labels![i]] += weights[i];
        double total = weights.Sum(), classes = mass.Count(m => m > 0);
        for (int i = 0; i < weights.Length; i++) weights[i] *= mass[data.Labels![i]] > 0 ? total / (classes * mass[data.Labels[i]]) : 0;
        return weights;
    }

    private static double[] Means(Matrix rows)
    {
        var means = new double[rows.Columns];
        for (int i = 0; i < rows.Rows; i++)
        {
            var row = rows[i];
            for (int c = 0; c < means.Length; c++) means[c] += (double)row[c] / rows.Rows;
        }
        return means;
    }
}
