using NetThreat.Learning.Evaluation;
using NetThreat.Learning.Metrics;
using NetThreat.Learning.Splits;
using NetThreat.Learning.Tables;
using NetThreat.Learning.Training;

namespace NetThreat.Learning.Search;

/// <summary>Fits and scores one trial on every split.</summary>
internal sealed class TrialFit(HyperparameterSearch search, TrainingData data, IReadOnlyList<Split> splits)
{
    public SearchTrial Run(int trial, double share, SortedDictionary<string, string> settings, SearchSpace space, FitContext context)
    {
        try
        {
            var trainer = space.With(settings);
            var scores = new List<double>();
            foreach (var split in splits)
            {
                var model = trainer.Fit(data.Take(Rows(trainer, split, share)), context);
                scores.Add(search.Metric.Of(ScoredRows.Of(model, data.Take(split.Test))));
            }
            double mean = scores.Average();
            return double.IsFinite(mean)
                ? new SearchTrial(trial, share, settings, mean, scores)
                : new SearchTrial(trial, share, settings, null, [], $"{search.Metric.Name} is undefined on a split");
        }
        catch (LearningException e)
        {
            // Some draws cannot be fitted (more neighbours than rows): that trial is lost, not the search.
            return new SearchTrial(trial, share, settings, null, [], e.Message);
        }
    }

    /// <summary>Training rows: of a trainer without labels the benign ones, and of them a drawn share within every class, the smaller within the larger.</summary>
    private int[] Rows(IRowTrainer trainer, Split split, double share)
    {
        int benign = BenignClass.Of(data.Classes);
        int[] rows = trainer.NeedsLabels ? split.Train : [.. split.Train.Where(r => data.Labels![r] == benign)];
        if (share >= 1) return rows;
        var strata = SplitRows.Strata([.. rows.Select(r => data.Labels![r])]);
        for (int s = 0; s < strata.Length; s++) SplitRows.Shuffle(strata[s], ~search.Seed, s);
        return [.. strata.SelectMany(s => s.Take(Math.Max(1, (int)Math.Round(s.Length * share)))).Select(i => rows[i]).Order()];
    }
}
