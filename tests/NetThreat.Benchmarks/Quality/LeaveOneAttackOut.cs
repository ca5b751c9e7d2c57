using NetThreat.Learning.Boosting;
using NetThreat.Learning.Models;
using NetThreat.Learning.Tables;
using NetThreat.Learning.Training;

namespace NetThreat.Benchmarks.Quality;

/// <summary>How much of an attack is found by models that never saw it.</summary>
internal sealed class LeaveOneAttackOut(Lazy<NslData> nsl, Lazy<CicData> cic) : IQualityTask
{
    private const int FewRows = 50;

    public string Name => "leave-one-attack-out";

    public string Title => "Leave one attack out";

    public string Reference => "none";

    public string Method => "for every class of attacks gradient boosting (50 trees, depth 6, rate 0.3) without that class's training rows; detection rate of its test rows at a realised false-positive rate of at most 1 % of the normal test rows; for NSL-KDD also joined with the autoencoders of normal rows, as in its supervised row";

    public string Choice => "as in the supervised rows";

    public IReadOnlyList<QualityGoal> Goals { get; } = [];

    public int MostSeeds => 2;

    public SeedResult Run(ulong seed)
    {
        var metrics = new List<(string, double)>();
        AddNsl(metrics, seed);
        AddCic(metrics, seed);
        return new SeedResult(metrics, []);
    }

    private void AddNsl(List<(string, double)> metrics, ulong seed)
    {
        var data = nsl.Value;
        var (_, _, normalTest) = data.Autoencoders(seed);
        var validation = data.Normals(seed).Validation;
        for (int c = 1; c < NslData.ClassNames.Count; c++)
        {
            int left = c;
            var model = Fit(data.Train, r => data.TrainClasses[r] != left, seed);
            var alone = Scores.Of(model, data.Test.Features, 1);
            var rank = new RankScore(Scores.Of(model, validation.Features, 1));
            metrics.Add(($"NSL-KDD {NslData.ClassNames[c]}, boosting", Rate(alone, data.TestClasses, c)));
            metrics.Add(($"NSL-KDD {NslData.ClassNames[c]}, joined", Rate([.. alone.Select((s, r) => (rank.Of(s) + 3 * normalTest[r]) / 4)], data.TestClasses, c)));
        }
    }

    private void AddCic(List<(string, double)> metrics, ulong seed)
    {
        var data = cic.Value;
        var train = UnswData.Binary(data.Train);
        for (int c = 1; c < data.Train.Classes.Length; c++)
        {
            int left = c;
            if (data.Test.Labels!.Count(l => l == left) < FewRows) continue;
            var scores = Scores.Of(Fit(train, r => data.Train.Labels![r] != left, seed), data.Test.Features, 1);
            metrics.Add(($"CIC-IDS2017 {data.Train.Classes[c]}", Rate(scores, data.Test.Labels!, c)));
        }
    }

    private static IRowModel Fit(TrainingData data, Func<int, bool> kept, ulong seed) =>
        new GradientBoostingTrainer { Seed = seed, Trees = 50 }.Fit(data.Take(Samples.Shuffled(data.Features.Rows, kept, seed)), FitContext.Default);

    // Of the class's rows, at the threshold that normal rows set.
    private static double Rate(double[] scores, int[] classes, int left)
    {
        var rows = Enumerable.Range(0, scores.Length).Where(r => classes[r] == 0 || classes[r] == left).ToArray();
        var labels = rows.Select(r => classes[r] == 0 ? 0 : 1).ToArray();
        return Measures.Ranking([.. rows.Select(r => scores[r])], labels).First(m => m.Metric == Measures.AtOne).Value;
    }
}
