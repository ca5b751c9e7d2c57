using System.Collections.Immutable;
using Microsoft.ML;
using Microsoft.ML.Data;
using NetThreat.Learning.Manifests;
using NetThreat.Learning.Models;
using NetThreat.Learning.Saving;
using NetThreat.Learning.Tables;

namespace NetThreat.Learning.MLNet;

/// <summary>
/// A model that ML.NET saved (a .zip), scored by ML.NET. Its inputs are scalar columns named as those of the manifest, or one vector column
/// ("Features") of as many values. It allocates for every batch: ML.NET's rows do.
/// </summary>
public abstract class MLNetModel : IRowModel
{
    public const string KindName = "ml-net";

    /// <summary>Columns of the output in which ML.NET puts what a model says, the most telling first.</summary>
    private static readonly string[] OutputNames = ["Probability", "Score"];

    private readonly byte[] _file;
    private readonly ITransformer _model;
    private readonly DataViewSchema _input;
    private readonly string? _vector;
    private readonly string _output;
    private readonly bool _isVectorOutput;

    private protected MLNetModel(byte[] file, ColumnSet columns, int outputs)
    {
        (_file, Columns, Outputs) = (file, columns, outputs);
        try
        {
            using var stream = new MemoryStream(file, writable: false);
            _model = new MLContext(seed: 0).Model.Load(stream, out var input);
            _input = input;
            _vector = VectorColumn(input, columns);
            var output = _model.GetOutputSchema(input);
            var column = OutputNames.Select(output.GetColumnOrNull).FirstOrDefault(c => c is not null && Size(c.Value.Type) == outputs)
                ?? throw new LearningException($"the ML.NET model has no output {string.Join(" or ", OutputNames)} of {outputs} values: its columns are {string.Join(", ", output.Select(c => $"{c.Name} ({c.Type})"))}");
            (_output, _isVectorOutput) = (column.Name, column.Type is VectorDataViewType);
        }
        catch (Exception e) when (e is not LearningException)
        {
            throw new LearningException($"ML.NET cannot load the model: {e.Message.ReplaceLineEndings(" ")}", e);
        }
    }

    public string Kind => KindName;

    public ColumnSet Columns { get; }

    public int Outputs { get; }

    public bool HandlesMissing => true;

    /// <summary>Loads a model: with the names of classes in the manifest one probability each (of two, that of the second), else one score.</summary>
    /// <exception cref="LearningException">The file is broken, or does not fit the manifest.</exception>
    public static MLNetModel Load(byte[] file, ModelManifest manifest) => manifest.Classes.Count >= 2
        ? new MLNetClassifier(file, manifest.Columns(), [.. manifest.Classes])
        : new MLNetAnomalyModel(file, manifest.Columns());

    public void Score(Rows rows, Span<double> scores)
    {
        InputCheck.Score(this, rows, scores);
        try
        {
            using var cursor = Cursor(rows, out var column);
            if (_isVectorOutput) ReadVectors(cursor, column, scores);
            else ReadScalars(cursor, column, scores);
        }
        catch (Exception e) when (e is not LearningException)
        {
            throw new LearningException($"ML.NET cannot score: {e.Message.ReplaceLineEndings(" ")}", e);
        }
    }

    /// <summary>Models of ML.NET stay in their own file.</summary>
    public void Save(ModelWriter writer) => writer.WriteArray<byte>(_file);

    /// <summary>Fills the outputs of a row from the one probability of two classes, or from the value itself.</summary>
    private protected abstract void Fill(double value, Span<double> outputs);

    private DataViewRowCursor Cursor(Rows rows, out DataViewSchema.Column column)
    {
        var scored = _model.Transform(new RowsView(rows.Values.ToArray(), Columns, _input, _vector));
        column = scored.Schema[_output];
        return scored.GetRowCursor([column]);
    }

    private void ReadScalars(DataViewRowCursor cursor, DataViewSchema.Column column, Span<double> scores)
    {
        var get = cursor.GetGetter<float>(column);
        float value = 0;
        for (int row = 0; cursor.MoveNext(); row++)
        {
            get(ref value);
            Fill(value, scores.Slice(row * Outputs, Outputs));
        }
    }

    private void ReadVectors(DataViewRowCursor cursor, DataViewSchema.Column column, Span<double> scores)
    {
        var get = cursor.GetGetter<VBuffer<float>>(column);
        VBuffer<float> values = default;
        for (int row = 0; cursor.MoveNext(); row++)
        {
            get(ref values);
            for (int i = 0; i < Outputs; i++) scores[row * Outputs + i] = values.GetItemOrDefault(i);
        }
    }

    /// <summary>The one vector column that takes all columns, or null where each has its own.</summary>
    private static string? VectorColumn(DataViewSchema input, ColumnSet columns)
    {
        if (columns.Columns.All(c => input.GetColumnOrNull(c.Name)?.Type == NumberDataViewType.Single)) return null;
        foreach (var column in input)
            if (column.Type is VectorDataViewType vector && vector.Size == columns.Count && vector.ItemType == NumberDataViewType.Single) return column.Name;
        throw new LearningException($"the ML.NET model reads {string.Join(", ", input.Select(c => $"{c.Name} ({c.Type})"))}: neither scalar columns named as the {columns.Count} of the manifest nor a vector of as many");
    }

    /// <summary>Outputs that a column of this type can give: a scalar probability stands for two classes, too.</summary>
    private int Size(DataViewType type) => type switch
    {
        VectorDataViewType vector => vector.Size,
        NumberDataViewType when type == NumberDataViewType.Single => this is MLNetClassifier && Outputs == 2 ? 2 : 1,
        _ => 0,
    };
}

/// <summary>A model with one score a row: a probability of the positive class, or a score that grows with suspicion.</summary>
public sealed class MLNetAnomalyModel : MLNetModel, IAnomalyModel
{
    internal MLNetAnomalyModel(byte[] file, ColumnSet columns)
        : base(file, columns, 1)
    {
    }

    private protected override void Fill(double value, Span<double> outputs) => outputs[0] = value;
}

/// <summary>A model with one probability per class.</summary>
public sealed class MLNetClassifier : MLNetModel, IClassifier
{
    internal MLNetClassifier(byte[] file, ColumnSet columns, ImmutableArray<string> classes)
        : base(file, columns, classes.Length) => Classes = classes;

    public ImmutableArray<string> Classes { get; }

    private protected override void Fill(double value, Span<double> outputs) => (outputs[0], outputs[1]) = (1 - value, value);
}
