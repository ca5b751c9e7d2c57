using NetThreat.Learning.Boosting;
using NetThreat.Learning.Conformal;
using NetThreat.Learning.Forests;
using NetThreat.Learning.Models;
using NetThreat.Learning.Pipelines;
using NetThreat.Learning.Scaling;
using NetThreat.Learning.Training;

namespace NetThreat.Benchmarks.Learning;

/// <summary>The works of the speed table by this library: the cheapest of some runs in processor time, after one that compiles the code.</summary>
internal sealed class OurWorks(LearningData data, int repeats)
{
    private readonly Lazy<GradientBoostingModel> _boosted = new(() => (GradientBoostingModel)new GradientBoostingTrainer().Fit(data.Fit, FitContext.Default));

    public double IsolationForest() => RowsPerSecond(new IsolationForestTrainer().Fit(data.Fit, FitContext.Default));

    /// <summary>Grown on 50,000 rows, as the peer's.</summary>
    public double RandomForest() => RowsPerSecond(new RandomForestTrainer { MaxDepth = 16 }.Fit(data.Fit.Take([.. Enumerable.Range(0, Math.Min(50_000, data.Fit.Features.Rows))]), FitContext.Default));

    public double BoostingScore() => RowsPerSecond(_boosted.Value);

    /// <summary>Processor seconds of a fit, binning included.</summary>
    public double BoostingFit() => Best(() => new GradientBoostingTrainer().Fit(data.Fit, FitContext.Default));

    public double TreeShap()
    {
        var contributions = new double[LearningData.Columns];
        int rows = Math.Min(20_000, data.Score.Rows);
        return rows / Best(() =>
        {
            for (int r = 0; r < rows; r++) _boosted.Value.Explain(data.Score[r], 1, contributions);
        });
    }

    /// <summary>Microseconds and bytes of one row alone: scaled, scored by a forest, its score turned into a p-value.</summary>
    public (double Microseconds, double Bytes) OneRow()
    {
        var pipeline = new PipelineTrainer([new StandardScaling()], new IsolationForestTrainer()).Fit(data.Fit, FitContext.Default);
        var scores = new double[data.Fit.Features.Rows];
        pipeline.Score(data.Fit.Features.All, scores);
        var calibrator = ConformalCalibrator.Fit(scores);
        int rows = Math.Min(100_000, data.Score.Rows);
        long allocated = 0;
        double seconds = Best(() =>
        {
            Span<double> score = stackalloc double[1];
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int r = 0; r < rows; r++)
            {
                pipeline.Score(data.Score.Slice(r, 1), score);
                calibrator.PValue(score[0]);
            }
            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        });
        return (seconds / rows * 1e6, (double)allocated / rows);
    }

    private double RowsPerSecond(IRowModel model)
    {
        var scores = new double[data.Score.Rows * model.Outputs];
        return data.Score.Rows / Best(() => model.Score(data.Score.All, scores));
    }

    private double Best(Action work)
    {
        double best = double.PositiveInfinity;
        for (int i = 0; i <= repeats; i++)
        {
            GC.Collect();
            var before = Environment.CpuUsage.TotalTime;
            work();
            if (i > 0) best = Math.Min(best, (Environment.CpuUsage.TotalTime - before).TotalSeconds);
        }
        return best;
    }
}
