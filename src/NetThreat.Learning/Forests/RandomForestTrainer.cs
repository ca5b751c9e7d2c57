using NetThreat.Core.Randomness;
using NetThreat.Learning.Forests.Growing;
using NetThreat.Learning.Tables;
using NetThreat.Learning.Training;

namespace NetThreat.Learning.Forests;

/// <summary>Random forest: every tree on rows drawn with replacement, in every node the best split of a few columns drawn.</summary>
public sealed record RandomForestTrainer : DecisionForestTrainer
{
    public override string Kind => DecisionForestModel.RandomForest;

    [Parameter("Draw as many rows as there are, with replacement, for every tree.")]
    public bool Bootstrap { get; init; } = true;

    protected override bool DrawsRows => Bootstrap;

    private protected override Func<Xoshiro256, ISplitSearch> Search(TrainingData data, FitContext context) =>
        _ => new BestSplitSearch(data.Features, data.Classes.Length, MinLeaf);
}
