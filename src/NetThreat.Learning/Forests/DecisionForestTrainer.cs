using System.Collections.Immutable;
using NetThreat.Core.Randomness;
using NetThreat.Learning.Boosting;
using NetThreat.Learning.Forests.Growing;
using NetThreat.Learning.Models;
using NetThreat.Learning.Tables;
using NetThreat.Learning.Training;
using NetThreat.Learning.Trees;

namespace NetThreat.Learning.Forests;

/// <summary>What random forests and extra trees have in common. Splits minimise the Gini impurity; leaves hold the share of each class.</summary>
public abstract record DecisionForestTrainer : IRowTrainer
{
    public abstract string Kind { get; }

    public bool NeedsLabels => true;

    public ulong Seed { get; init; } = 1;

    [Parameter("Trees of the forest.", Min = 1, Max = 10_000, SearchFrom = 50, SearchTo = 400)]
    public int Trees { get; init; } = 100;

    [Parameter("Most splits from the root to a leaf.", Min = 1, Max = TreeEnsemble.MaxDepth, SearchFrom = 4, SearchTo = 32)]
    public int MaxDepth { get; init; } = 32;

    [Parameter("Least training rows of a leaf.", Min = 1, Max = 1e6, SearchFrom = 1, SearchTo = 50, SearchLogarithmic = true)]
    public int MinLeaf { get; init; } = 1;

    [Parameter("Columns that are looked at in each node; 0 for the square root of their number.", Min = 0, Max = 65_536)]
    public int MaxColumns { get; init; }

    [Parameter("Give every class the same weight in all.")]
    public bool BalanceClasses { get; init; }

    /// <summary>A factor for the rows of every class; empty for 1.</summary>
    public ImmutableArray<double> ClassWeights { get; init; } = [];

    /// <summary>Draw as many rows as there are, with replacement, for every tree?</summary>
    protected abstract bool DrawsRows { get; }

    public IRowModel Fit(TrainingData data, FitContext context)
    {
        TrainerParameters.Check(this);
        InputCheck.Fit(data, handlesMissing: false, needsLabels: true);
        if (!ClassWeights.IsEmpty && (ClassWeights.Length != data.Classes.Length || !ClassWeights.All(w => w >= 0 && double.IsFinite(w))))
            throw new LearningException($"{Kind}: {ClassWeights.Length} class weights for {data.Classes.Length} classes: one each is needed, finite and not negative");
        var weights = RowWeights.Of(Kind, data, RowWeights.OfClasses(ClassWeights, BalanceClasses, data));
        var search = Search(data, context);
        var trees = TreeGrowth.Grow(Trees, Seed, context, (_, random) =>
            new ClassificationTreeGrower(this, data.Features, data.Classes.Length, Cases(data, weights, random), search(random), random).Grow());
        return new DecisionForestModel(Kind, data.Columns, data.Classes, new TreeEnsemble(data.Columns.Count, data.Classes.Length, data.Classes.Length, trees));
    }

    internal int ColumnsPerNode(int columns) => MaxColumns == 0 ? Math.Max(1, (int)Math.Sqrt(columns)) : Math.Min(MaxColumns, columns);

    /// <summary>Makes the search of one tree.</summary>
    private protected abstract Func<Xoshiro256, ISplitSearch> Search(TrainingData data, FitContext context);

    private Case[] Cases(TrainingData data, float[] weights, Xoshiro256 random)
    {
        var drawn = new int[weights.Length];
        if (!DrawsRows) Array.Fill(drawn, 1);
        // A draw in which every row weighs nothing teaches nothing.
        else do Draw(drawn, random); while (!Weighs(drawn, weights));
        var cases = new List<Case>(weights.Length);
        for (int row = 0; row < weights.Length; row++)
        {
            if (drawn[row] > 0 && weights[row] > 0) cases.Add(new Case(row, data.Labels![row], drawn[row] * weights[row]));
        }
        return [.. cases];
    }

    private static void Draw(int[] drawn, Xoshiro256 random)
    {
        Array.Clear(drawn);
        for (int i = 0; i < drawn.Length; i++) drawn[random.Next(drawn.Length)]++;
    }

    private static bool Weighs(int[] drawn, float[] weights)
    {
        for (int row = 0; row < drawn.Length; row++)
        {
            if (drawn[row] > 0 && weights[row] > 0) return true;
        }
        return false;
    }
}
