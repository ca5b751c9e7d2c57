using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using NetThreat.Learning.Tables;
using NetThreat.Learning.Training;

namespace NetThreat.Learning.Search;

/// <summary>One run of a search.</summary>
internal sealed class SearchRun
{
    private readonly HyperparameterSearch _search;
    private readonly SearchSpace _space;
    private readonly TrialFit _fit;
    private readonly SearchJournal _journal;
    private readonly FitContext _context;
    private readonly SortedDictionary<(int Trial, double Share), SearchTrial> _done = [];
    private readonly List<(int First, int Count, double Share)> _rounds;
    private readonly int _planned;

    public SearchRun(HyperparameterSearch search, IRowTrainer trainer, TrainingData data, FitContext context, Stream? journal)
    {
        if (data.Labels is null) throw new LearningException("a search needs labels: without them no trial is better than another");
        (_search, _context) = (search, context);
        _space = new SearchSpace(trainer);
        _fit = new TrialFit(search, data, search.Splits(data));
        _journal = new SearchJournal(journal, Header(trainer, data));
        _rounds = Rounds();
        _planned = _rounds.Sum(r => Rungs(r.Count, r.Share).Sum(rung => rung.Count));
    }

    public SearchResult Result()
    {
        foreach (var (first, count, share) in _rounds)
        {
            int[] alive = [.. Enumerable.Range(first, count)];
            foreach (var rung in Rungs(count, share))
            {
                alive = [.. alive.Take(rung.Count)];
                foreach (int trial in alive) Try(trial, rung.Share);
                alive = [.. alive.OrderByDescending(t => _done[(t, rung.Share)].Score ?? double.NegativeInfinity).ThenBy(t => t)];
            }
        }
        var whole = _done.Values.Where(t => t.Share == 1 && t.Score is not null).OrderByDescending(t => t.Score).ThenBy(t => t.Trial).ToList();
        if (whole.Count == 0) throw new LearningException($"every trial of the search failed; the first: {_done.Values.First().Error}");
        return new SearchResult(whole[0], _space.With(whole[0].Settings), [.. _done.Values]);
    }

    /// <summary>Rounds of trials with the share of the rows that each begins with.</summary>
    private List<(int First, int Count, double Share)> Rounds()
    {
        if (_search.Strategy == SearchStrategy.Random) return [(0, _search.Trials, 1)];
        int deepest = Math.Min((int)(Math.Log(_search.Trials) / Math.Log(_search.Reduction) + 1e-9), (int)(-Math.Log(_search.SmallestShare) / Math.Log(_search.Reduction) + 1e-9));
        if (_search.Strategy == SearchStrategy.SuccessiveHalving) return [(0, _search.Trials, Math.Pow(_search.Reduction, -deepest))];
        var rounds = new List<(int, int, double)>();
        int first = 0;
        for (int depth = deepest; depth >= 0; depth--)
        {
            // Every round costs about as much: fewer trials where each begins with more rows.
            int count = Math.Max(1, (int)Math.Ceiling(_search.Trials * (deepest + 1.0) / (depth + 1) * Math.Pow(_search.Reduction, depth - deepest)));
            rounds.Add((first, count, Math.Pow(_search.Reduction, -depth)));
            first += count;
        }
        return rounds;
    }

    /// <summary>How many trials of a round are fitted on which share, up to all rows.</summary>
    private IEnumerable<(int Count, double Share)> Rungs(int count, double share)
    {
        for (; share < 0.999; share *= _search.Reduction, count = Math.Max(1, count / _search.Reduction)) yield return (count, share);
        yield return (count, 1);
    }

    private void Try(int trial, double share)
    {
        _context.Cancelled.ThrowIfCancellationRequested();
        if (_journal.Find(trial, share) is not { } done)
        {
            done = _fit.Run(trial, share, _space.Draw(_search.Seed, trial), _space, _context with { Progress = null });
            _journal.Add(done);
        }
        _done[(trial, share)] = done;
        double? best = _done.Values.Max(t => t.Score);
        _context.Progress?.Report(new FitProgress(_done.Count / (double)_planned, string.Create(CultureInfo.InvariantCulture, $"trial {_done.Count} of {_planned}, best {_search.Metric.Name} {best:0.####}")));
    }

    private SearchHeader Header(IRowTrainer trainer, TrainingData data)
    {
        var s = _search;
        var text = string.Create(CultureInfo.InvariantCulture, $"{trainer.Kind}, {s.Strategy} of {s.Trials} trials, {s.Metric.Name}, seed {s.Seed}, {data.Features.Rows} rows");
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var own = _space.With([]);
        var shape = string.Create(CultureInfo.InvariantCulture, $"{text}|{s.Reduction}|{s.SmallestShare}|{s.Folds}|{s.TestShare}|{s.Split}|{own}|{_space.Description}|{_space.Defaults}|{string.Join(',', data.Columns.Columns.Select(c => c.Name))}");
        hash.AppendData(Encoding.UTF8.GetBytes(shape));
        hash.AppendData(MemoryMarshal.AsBytes<float>(data.Features.Values));
        hash.AppendData(MemoryMarshal.AsBytes<int>(data.Labels));
        hash.AppendData(MemoryMarshal.AsBytes<int>(data.Groups));
        hash.AppendData(MemoryMarshal.AsBytes<long>(data.Times));
        return new SearchHeader(text, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }
}
