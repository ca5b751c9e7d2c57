using System.Collections.Immutable;
using NetThreat.Learning.Tables;

namespace NetThreat.Learning.Boosting;

/// <summary>What every row counts: its own weight times its class's.</summary>
internal static class RowWeights
{
    public static float[] Of(GradientBoostingTrainer trainer, TrainingData data, double[] classWeights) => Of(trainer.Kind, data, classWeights);

    public static float[] Of(string kind, TrainingData data, double[] classWeights)
    {
        var weights = new float[data.Features.Rows];
        for (int i = 0; i < weights.Length; i++) weights[i] = (float)((data.Weights?[i] ?? 1) * classWeights[data.Labels![i]]);
        if (!Array.Exists(weights, w => w > 0)) throw new LearningException($"{kind}: all rows have the weight 0");
        return weights;
    }

    /// <summary>The given factors; balanced, times all weight over the number of classes and the class's own weight.</summary>
    public static double[] OfClasses(GradientBoostingTrainer trainer, TrainingData data) => OfClasses(trainer.ClassWeights, trainer.BalanceClasses, data);

    /// <inheritdoc cref="OfClasses(GradientBoostingTrainer, TrainingData)"/>
    public static double[] OfClasses(ImmutableArray<double> given, bool balance, TrainingData data)
    {
        var factors = new double[data.Classes.Length];
        for (int k = 0; k < factors.Length; k++) factors[k] = given.IsEmpty ? 1 : given[k];
        if (!balance) return factors;
        var weight = new double[factors.Length];
        for (int i = 0; i < data.Features.Rows; i++) weight[data.Labels![i]] += data.Weights?[i] ?? 1;
        int there = weight.Count(w => w > 0);
        double all = weight.Sum();
        for (int k = 0; k < factors.Length; k++) factors[k] *= weight[k] > 0 ? all / (there * weight[k]) : 0;
        return factors;
    }
}
