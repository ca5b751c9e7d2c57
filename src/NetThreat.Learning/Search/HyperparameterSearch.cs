using NetThreat.Learning.Splits;
using NetThreat.Learning.Tables;
using NetThreat.Learning.Training;

namespace NetThreat.Learning.Search;

/// <summary>How trials are given their rows.</summary>
public enum SearchStrategy
{
    /// <summary>Every trial is fitted on all training rows (Bergstra and Bengio 2012).</summary>
    Random,

    /// <summary>All trials on few rows, the best on more, until one is left on all (Jamieson and Talwalkar 2016).</summary>
    SuccessiveHalving,

    /// <summary>Several such rounds that begin with more or fewer rows (Li et al. 2018).</summary>
    Hyperband,
}

/// <summary>
/// Looks for hyper-parameters in the ranges that the trainer declares. The same trainer, data, settings and seed give the same trials and the
/// same winner, whether in one run or resumed from the journal of one that was stopped.
/// </summary>
public sealed record HyperparameterSearch
{
    public SearchStrategy Strategy { get; init; } = SearchStrategy.Random;

    /// <summary>Settings to try (for Hyperband, those that its widest round begins with); the first are the trainer's own.</summary>
    public int Trials { get; init; } = 20;

    /// <summary>One in so many goes on to so many times the rows.</summary>
    public int Reduction { get; init; } = 3;

    /// <summary>Smallest share of the training rows that a trial is fitted on.</summary>
    public double SmallestShare { get; init; } = 0.05;

    public SearchMetric Metric { get; init; } = SearchMetric.RocAuc;

    /// <summary>Folds of the cross-validation; 1 holds out <see cref="TestShare"/> once.</summary>
    public int Folds { get; init; } = 1;

    public double TestShare { get; init; } = 0.25;

    public SplitKind Split { get; init; } = SplitKind.Auto;

    public ulong Seed { get; init; }

    /// <summary>Runs the trials that the journal does not hold yet.</summary>
    /// <param name="trainer">Also one around another: the ranges are those of the innermost.</param>
    /// <param name="data">Labelled rows. A trainer that needs no labels is fitted on the benign ones of the training part alone.</param>
    /// <param name="journal">Finished trials, one line each; null to keep none.</param>
    /// <exception cref="LearningException">Nothing to search over, no labels, a journal of another search, or every trial failed.</exception>
    public SearchResult Run(IRowTrainer trainer, TrainingData data, FitContext context, Stream? journal = null)
    {
        Check();
        return new SearchRun(this, trainer, data, context, journal).Result();
    }

    /// <summary>Splits of the data, the same for every trial.</summary>
    internal IReadOnlyList<Split> Splits(TrainingData data) => Folds == 1
        ? [new HoldOut { Kind = Split, TestShare = TestShare, Seed = Seed }.Of(data)]
        : new KFold { Kind = Split, Folds = Folds, Seed = Seed }.Of(data);

    private void Check()
    {
        if (Trials < 1 || Reduction < 2 || !(SmallestShare > 0 && SmallestShare <= 1) || Folds < 1)
            throw new LearningException($"a search with {Trials} trials, reduction {Reduction}, smallest share {SmallestShare} and {Folds} folds: at least 1 trial, a reduction of 2, a share above 0 and 1 fold are needed");
    }
}

/// <summary>What a search found.</summary>
/// <param name="Best">The trial with the highest score on all training rows; of equal ones the first.</param>
/// <param name="Trainer">The trainer with the settings of that trial.</param>
/// <param name="Trials">All trials, those of one number with rising shares.</param>
public sealed record SearchResult(SearchTrial Best, IRowTrainer Trainer, IReadOnlyList<SearchTrial> Trials);
