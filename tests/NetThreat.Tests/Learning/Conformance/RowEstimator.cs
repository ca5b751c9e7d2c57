using NetThreat.Learning.Models;
using NetThreat.Learning.Tables;
using NetThreat.Learning.Training;
using NetThreat.Tests.Learning.References;

namespace NetThreat.Tests.Learning.Conformance;

/// <summary>An estimator of single rows: 120 rows of 4 columns around three centres, which are the classes.</summary>
internal sealed class RowEstimator : Estimator
{
    private const int Count = 120, Width = 4;

    private readonly IRowTrainer _trainer;
    private readonly Lazy<IModel> _model;
    private readonly Matrix _rows = Sample(1);

    public RowEstimator(string name, IRowTrainer trainer)
        : base(name)
    {
        _trainer = trainer;
        _model = new(() => Fit(trainer, FitContext.Default));
    }

    public override ITrainer Trainer => _trainer;

    public override IModel Model => _model.Value;

    public Matrix Rows => _rows;

    public override IModel Fit(ITrainer trainer, FitContext context, bool other = false) => ((IRowTrainer)trainer).Fit(Data(other ? Sample(2) : _rows), context);

    public override IModel FitFirst(ITrainer trainer, int count) => ((IRowTrainer)trainer).Fit(Data(_rows).Take([.. Enumerable.Range(0, count)]), FitContext.Default);

    public override IModel FitWith(ITrainer trainer, int row, int column, float value)
    {
        var rows = Sample(1);
        rows[row][column] = value;
        return ((IRowTrainer)trainer).Fit(Data(rows), FitContext.Default);
    }

    public override double[] Score(IModel model, int batch = int.MaxValue)
    {
        var scores = new double[Count * model.Outputs];
        for (int start = 0; start < Count;)
        {
            int count = Math.Min(batch, Count - start);
            ((IRowModel)model).Score(_rows.Slice(start, count), scores.AsSpan(start * model.Outputs, count * model.Outputs));
            start += count;
        }
        return scores;
    }

    public override double[] ScoreWith(IModel model, int row, int column, float value)
    {
        var rows = Sample(1);
        rows[row][column] = value;
        var scores = new double[Count * model.Outputs];
        ((IRowModel)model).Score(rows.All, scores);
        return scores;
    }

    public override void ScoreWrongly(IModel model, bool tooWide)
    {
        if (tooWide) ((IRowModel)model).Score(new Rows(new float[Width + 1], Width + 1), new double[model.Outputs]);
        else ((IRowModel)model).Score(_rows.Slice(0, 2), new double[model.Outputs]);
    }

    public override void ScoreNone(IModel model) => ((IRowModel)model).Score(new Rows([], Width), []);

    public override long Allocated(IModel model)
    {
        var scores = new double[Count * model.Outputs];
        return Measure(() => ((IRowModel)model).Score(_rows.All, scores));
    }

    private static Matrix Sample(ulong seed) => SampleTables.Blobs(Count, Width, 3, 2, seed);

    private static TrainingData Data(Matrix rows) => new(rows, ColumnSet.Of("first", "second", "third", "fourth"))
    {
        Labels = [.. Enumerable.Range(0, rows.Rows).Select(i => i % 3)],
        Classes = ["benign", "scan", "flood"],
    };
}
