using NetThreat.Core.Randomness;
using NetThreat.Learning.Forests.Growing;
using NetThreat.Learning.Tables;
using NetThreat.Learning.Training;

namespace NetThreat.Learning.Forests;

/// <summary>Extremely randomised trees: in every node one random threshold for each of a few columns drawn, of which the best is taken.</summary>
public sealed record ExtraTreesTrainer : DecisionForestTrainer
{
    public override string Kind => DecisionForestModel.ExtraTrees;

    [Parameter("Draw as many rows as there are, with replacement, for every tree.")]
    public bool Bootstrap { get; init; }

    protected override bool DrawsRows => Bootstrap;

    private protected override Func<Xoshiro256, ISplitSearch> Search(TrainingData data, FitContext context) =>
        random => new RandomSplitSearch(data.Features, data.Classes.Length, MinLeaf, random);
}
