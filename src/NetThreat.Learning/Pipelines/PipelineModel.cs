using System.Buffers;
using NetThreat.Learning.Models;
using NetThreat.Learning.Saving;
using NetThreat.Learning.Scaling;
using NetThreat.Learning.Tables;

namespace NetThreat.Learning.Pipelines;

/// <summary>
/// Preprocessing and a model as one: it reads the raw columns. It is what its model is: an <see cref="IAnomalyModel"/>, an
/// <see cref="IClassifier"/>, <see cref="IExplainable"/> or several of them; explanations are of the raw columns (the columns made of one
/// raw column add up).
/// </summary>
public class PipelineModel : IRowModel
{
    internal const string Name = "pipeline";

    /// <summary>Transformed values that are scored at once: 128 kB stay in the second-level cache.</summary>
    private const int BlockValues = 32_768;
    private const int StackValues = 512;

    private readonly NeededValues _needed;

    private protected PipelineModel(Preprocessing preprocessing, IRowModel inner)
    {
        inner.Columns.Demand(preprocessing.Output);
        (Preprocessing, Inner) = (preprocessing, inner);
        _needed = new NeededValues(preprocessing, inner);
    }

    public string Kind => Name;

    public Preprocessing Preprocessing { get; }

    /// <summary>The model of the transformed columns.</summary>
    public IRowModel Inner { get; }

    public ColumnSet Columns => Preprocessing.Input;

    public int Outputs => Inner.Outputs;

    /// <summary>Does a missing value mean something in every raw column? Columns that are filled or one-hot encoded take NaN in any case.</summary>
    public bool HandlesMissing => _needed.None;

    public static PipelineModel Of(Preprocessing preprocessing, IRowModel inner) => (inner, inner as IExplainable) switch
    {
        (IClassifier c, null) => new ClassifierPipeline(preprocessing, c),
        (IClassifier c, { } e) => new ExplainableClassifierPipeline(preprocessing, c, e),
        (IAnomalyModel a, null) => new AnomalyPipeline(preprocessing, a),
        (IAnomalyModel a, { } e) => new ExplainableAnomalyPipeline(preprocessing, a, e),
        (_, { } e) => new ExplainablePipeline(preprocessing, e),
        _ => new PipelineModel(preprocessing, inner),
    };

    public void Score(Rows rows, Span<double> scores)
    {
        InputCheck.Score(this, rows, scores, _needed.NanAllowed);
        Refuse(rows.Values);
        int width = Preprocessing.Output.Count, block = Math.Clamp(BlockValues / width, 1, Math.Max(rows.Count, 1));
        float[]? rented = block * width > StackValues ? ArrayPool<float>.Shared.Rent(block * width) : null;
        Span<float> buffer = rented ?? stackalloc float[StackValues];
        for (int start = 0; start < rows.Count; start += block)
        {
            int count = Math.Min(block, rows.Count - start);
            var transformed = buffer[..(count * width)];
            Preprocessing.Apply(rows.Slice(start, count), transformed);
            Inner.Score(new Rows(transformed, width), scores.Slice(start * Outputs, count * Outputs));
        }
        if (rented is not null) ArrayPool<float>.Shared.Return(rented);
    }

    public void Save(ModelWriter writer)
    {
        Preprocessing.Save(writer);
        ModelFile.Write(Inner, writer);
    }

    internal static PipelineModel Read(ModelReader reader, ColumnSet columns)
    {
        var preprocessing = Preprocessing.Read(reader, columns);
        return Of(preprocessing, ModelFile.Read(reader) as IRowModel ?? throw ModelReader.Broken("the model of a pipeline of rows does not score rows"));
    }

    private protected double ExplainRaw(IExplainable inner, ReadOnlySpan<float> row, int output, Span<double> contributions)
    {
        InputCheck.Explain(this, row, output, contributions, _needed.NanAllowed);
        Refuse(row);
        int width = Preprocessing.Output.Count;
        float[]? rentedRow = width > StackValues ? ArrayPool<float>.Shared.Rent(width) : null;
        double[]? rented = width > StackValues ? ArrayPool<double>.Shared.Rent(width) : null;
        Span<float> transformed = (rentedRow ?? stackalloc float[StackValues])[..width];
        Span<double> parts = (rented ?? stackalloc double[StackValues])[..width];
        Preprocessing.Apply(new Rows(row, row.Length), transformed);
        double baseline = inner.Explain(transformed, output, parts);
        Preprocessing.Attribute(parts, contributions);
        if (rentedRow is not null) ArrayPool<float>.Shared.Return(rentedRow);
        if (rented is not null) ArrayPool<double>.Shared.Return(rented);
        return baseline;
    }

    private void Refuse(ReadOnlySpan<float> values)
    {
        int missing = _needed.FirstMissing(values);
        if (missing >= 0) throw new LearningException($"row {missing / Columns.Count + 1}, column '{Columns[missing % Columns.Count]}' is NaN: this model needs finite values: fill or drop it");
    }
}
