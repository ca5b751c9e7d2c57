using System.Collections.Immutable;
using NetThreat.Learning.Models;
using NetThreat.Learning.Pipelines;
using NetThreat.Learning.Scaling;
using NetThreat.Learning.Tables;
using NetThreat.Learning.Training;

namespace NetThreat.Benchmarks.Quality;

/// <summary>
/// Models of normal rows in several scalings of the columns, averaged as rank scores. Which scaling suits attacks that nobody has seen cannot
/// be known without them; the mean does not depend on the choice.
/// </summary>
internal sealed class NormalViews
{
    private readonly List<(IReadOnlyList<string> Name, IRowModel Model, RankScore Rank)> _views = [];

    /// <param name="models">The models to train in every scaling, by name.</param>
    public static NormalViews Fit(TrainingData normals, TrainingData validation, ulong seed, params IReadOnlyList<(string Name, Func<ulong, IRowTrainer> Make)> models) =>
        Fit([], normals, validation, seed, models);

    /// <param name="first">Steps before every scaling.</param>
    public static NormalViews Fit(ImmutableArray<IStepTrainer> first, TrainingData normals, TrainingData validation, ulong seed, IReadOnlyList<(string Name, Func<ulong, IRowTrainer> Make)> models)
    {
        var views = new NormalViews();
        foreach (var (name, make) in models)
        {
            ulong number = 0;
            foreach (var (scaling, steps) in Scalings)
            {
                var model = new PipelineTrainer(first.AddRange(steps), make(seed * 100 + number++)).Fit(normals, FitContext.Default);
                views._views.Add(([name, scaling], model, new RankScore(Scores.Of(model, validation.Features))));
            }
        }
        return views;
    }

    public double[] Score(Matrix rows) => RankScore.Mean([.. Views(rows).Select(v => v.Scores)]);

    /// <summary>Each view's rank scores.</summary>
    public IEnumerable<(string Name, double[] Scores)> Views(Matrix rows) => _views.Select(v => (string.Join(' ', v.Name), v.Rank.Of(Scores.Of(v.Model, rows))));

    private static ImmutableArray<(string Name, ImmutableArray<IStepTrainer> Steps)> Scalings { get; } =
    [
        ("standard", [new MissingFilling(), new LogScaling(), new StandardScaling { Clip = 10 }, new OneHotEncoding { MinRows = 5 }]),
        ("range", [new MissingFilling(), new LogScaling(), new MinMaxScaling(), new OneHotEncoding { MinRows = 5 }]),
        ("quantile", [new MissingFilling(), new QuantileScaling(), new OneHotEncoding { MinRows = 5 }]),
    ];
}
