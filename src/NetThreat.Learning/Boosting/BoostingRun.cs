using System.Globalization;
using NetThreat.Core.Randomness;
using NetThreat.Learning.Boosting.Binning;
using NetThreat.Learning.Boosting.Growing;
using NetThreat.Learning.Boosting.Losses;
using NetThreat.Learning.Tables;
using NetThreat.Learning.Training;
using NetThreat.Learning.Trees;

namespace NetThreat.Learning.Boosting;

/// <summary>One fit: round after round, the gradients of the loss, a tree for each margin, the margins moved by its leaves.</summary>
internal sealed class BoostingRun
{
    private readonly GradientBoostingTrainer _trainer;
    private readonly TrainingData _data;
    private readonly FitContext _context;
    private readonly ILoss _loss;
    private readonly Gradients _gradients;
    private readonly TreeGrower _grower;
    private readonly float[] _weights;
    private readonly double[] _base;
    private readonly double[][] _margins;
    private readonly ValidationRows? _validation;
    private readonly List<GrownTree> _grown = [];
    private readonly List<DecisionTree> _trees = [];
    private readonly bool[] _chosen;
    private int[]? _all;

    public BoostingRun(GradientBoostingTrainer trainer, TrainingData data, TrainingData? validation, FitContext context)
    {
        (_trainer, _data, _context) = (trainer, data, context);
        int rows = data.Features.Rows;
        var classWeights = RowWeights.OfClasses(trainer, data);
        _weights = RowWeights.Of(trainer, data, classWeights);
        _loss = data.Classes.Length == 2 ? new LogLoss() : new SoftmaxLoss(data.Classes.Length, rows, context.Threads);
        _base = trainer.BaseProbability is { } share ? [LogLoss.Logit(share)] : _loss.Base(data.Labels, _weights);
        _margins = Start(_base, rows);
        _gradients = new Gradients(rows);
        _grower = new TreeGrower(new BinnedTable(data.Features, trainer.MaxBins, trainer.Seed, context.Threads), _gradients, trainer.Limits, context.Threads);
        _validation = validation is null ? null : new ValidationRows(validation, RowWeights.Of(trainer, validation, classWeights), _loss, Start(_base, validation.Features.Rows), trainer.Patience);
        _chosen = new bool[rows];
    }

    /// <summary>The trees with gains, for comparison with other libraries.</summary>
    public IReadOnlyList<GrownTree> Grown => _grown;

    /// <summary>The margins of the training rows so far.</summary>
    public double[][] Margins => _margins;

    public GradientBoostingModel Run()
    {
        int rounds = 0;
        while (rounds < _trainer.Trees)
        {
            _context.Cancelled.ThrowIfCancellationRequested();
            Round(rounds++);
            bool enough = _validation is not null && _validation.Enough(rounds, _trees[^_loss.Margins..]);
            _context.Progress?.Report(new FitProgress((double)rounds / _trainer.Trees, State(rounds)));
            if (enough) break;
        }
        int kept = (_validation?.BestRound ?? rounds) * _loss.Margins;
        return new GradientBoostingModel(_data.Columns, _data.Classes, new TreeEnsemble(_data.Columns.Count, _loss.Margins, 1, _trees[..kept]), _base, Importance(kept));
    }

    private void Round(int round)
    {
        var rows = DrawRows(round);
        _loss.Begin(_margins);
        for (int k = 0; k < _loss.Margins; k++)
        {
            int margin = k;
            FixedShares.OfRows(_weights.Length, _context.Threads, (from, to) =>
                _loss.Gradients(margin, _margins, _data.Labels, _weights, from, _gradients.Pairs.AsSpan(from, to - from)));
            var grown = _grower.Grow(rows, DrawColumns(round * (long)_loss.Margins + k));
            var tree = grown.Build(k);
            _grown.Add(grown);
            _trees.Add(tree);
            Move(_margins[k], grown, tree, rows.Length);
        }
    }

    /// <summary>Moves every row by the value of its leaf: known for the rows that were grown on, looked up for the others.</summary>
    private void Move(double[] margins, GrownTree grown, DecisionTree tree, int drawn)
    {
        foreach (var (node, start, count) in grown.Leaves)
        {
            double value = grown.Values[node];
            foreach (int row in _grower.Partition.Of(start, count)) margins[row] += value;
        }
        if (drawn == margins.Length) return;
        FixedShares.OfRows(margins.Length, _context.Threads, (from, to) =>
        {
            for (int row = from; row < to; row++) if (!_chosen[row]) margins[row] += LeafValue(tree, _data.Features[row]);
        });
    }

    public static double LeafValue(DecisionTree tree, ReadOnlySpan<float> row)
    {
        int node = 0;
        while (tree.Feature[node] is >= 0 and var column)
        {
            float value = row[column];
            node = (float.IsNaN(value) ? tree.MissingLeft![node] : value <= tree.Threshold[node]) ? tree.Left[node] : tree.Right[node];
        }
        return tree.Values[node];
    }

    /// <summary>The rows of a round, ascending; rows of weight 0 are never among them.</summary>
    private int[] DrawRows(int round)
    {
        if (_all is not null) return _all;
        ulong stream = Xoshiro256.WordAt(_trainer.Seed, 2L * round);
        var drawn = new List<int>(_weights.Length);
        for (int row = 0; row < _weights.Length; row++)
        {
            bool chosen = _weights[row] > 0 && (_trainer.RowShare >= 1 || (Xoshiro256.WordAt(stream, row) >> 11) * (1.0 / (1UL << 53)) < _trainer.RowShare);
            if (_chosen[row] = chosen) drawn.Add(row);
        }
        int[] rows = [.. drawn];
        if (_trainer.RowShare >= 1) _all = rows;
        return rows;
    }

    private bool[] DrawColumns(long tree)
    {
        int columns = _data.Columns.Count, count = Math.Max(1, (int)Math.Round(columns * _trainer.ColumnShare));
        var active = new bool[columns];
        if (count == columns) Array.Fill(active, true);
        else
        {
            var random = new Xoshiro256(Xoshiro256.WordAt(_trainer.Seed, 2 * tree + 1));
            int[] order = [.. Enumerable.Range(0, columns)];
            for (int i = 0; i < count; i++)
            {
                int other = i + random.Next(columns - i);
                (order[i], order[other]) = (order[other], order[i]);
                active[order[i]] = true;
            }
        }
        return active;
    }

    private double[] Importance(int trees)
    {
        var gains = new double[_data.Columns.Count];
        foreach (var tree in _grown[..trees])
        {
            for (int node = 0; node < tree.Gains.Count; node++) if (tree.Columns[node] >= 0) gains[tree.Columns[node]] += tree.Gains[node];
        }
        return gains;
    }

    private string State(int round) => string.Create(CultureInfo.InvariantCulture,
        $"tree {round} of {_trainer.Trees}{(_validation is null ? "" : $", validation loss {_validation.Loss:0.00000}")}");

    private static double[][] Start(double[] values, int rows) => Array.ConvertAll(values, v =>
    {
        var margins = new double[rows];
        Array.Fill(margins, v);
        return margins;
    });
}
