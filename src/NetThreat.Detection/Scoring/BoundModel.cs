using NetThreat.Core.Flows;
using NetThreat.Core.Scores;
using NetThreat.Learning.Models;
using NetThreat.Learning.Serving;
using NetThreat.Learning.Tables;

namespace NetThreat.Detection.Scoring;

/// <summary>A served model of single flows, bound to the feature schema of this release. Scoring allocates nothing.</summary>
internal sealed class BoundModel
{
    private readonly FeatureBinding _binding;
    private readonly IRowModel _rows;
    private readonly FeatureSchema _schema;

    /// <exception cref="Learning.LearningException">The model reads columns that the schema lacks or defines otherwise.</exception>
    public BoundModel(ServedModel model, FeatureSchema schema)
    {
        Model = model;
        _rows = (IRowModel)model.Model;
        _schema = schema;
        _binding = model.Bind(schema);
        Name = model.Manifest.Id();
    }

    public ServedModel Model { get; }

    /// <summary>The verdict on a flow counts the model in; every model is shown.</summary>
    public bool IsWeighed { get; init; } = true;

    /// <summary>name@version.</summary>
    public string Name { get; }

    /// <summary>Places that <see cref="TryScore"/> needs for a row and for the outputs.</summary>
    public (int Columns, int Outputs) Size => (_binding.Count, _rows.Outputs);

    /// <summary>Scores a flow's feature row.</summary>
    /// <param name="row">Scratch of <see cref="Size"/>.Columns places.</param>
    /// <param name="outputs">Takes <see cref="Size"/>.Outputs values.</param>
    /// <returns>False where the flow lacks what the model needs.</returns>
    public bool TryScore(ReadOnlySpan<double> features, Span<float> row, Span<double> outputs)
    {
        if (!_binding.Fill(features, row) && !_rows.HandlesMissing) return false;
        _rows.Score(new Rows(row, row.Length), outputs);
        return true;
    }

    /// <summary>The score in words, with the columns that contributed most.</summary>
    public ModelScore Explain(ReadOnlySpan<float> row, ReadOnlySpan<double> outputs)
    {
        double raw = Model.Raw(outputs);
        if (!Model.IsClassifier) return new(Name, _rows.Kind, ModelTask.Anomaly, raw, Model.PValue(raw), "", Explained, Contributions(row, 0));
        int best = 0;
        for (int i = 1; i < outputs.Length; i++)
            if (outputs[i] > outputs[best]) best = i;
        return new(Name, _rows.Kind, ModelTask.Classification, raw, Math.Clamp(outputs[best], 0, 1), Model.Classes[best], Explained, Contributions(row, best));
    }

    private string Explained => (_rows as IExplainable)?.ExplainedOutput ?? "";

    private Contribution[] Contributions(ReadOnlySpan<float> row, int output)
    {
        if (_rows is not IExplainable explainable) return [];
        var amounts = new double[row.Length];
        explainable.Explain(row, output, amounts);
        var order = Enumerable.Range(0, amounts.Length).Where(i => amounts[i] != 0).OrderByDescending(i => Math.Abs(amounts[i])).Take(ModelScore.MaxContributions).ToArray();
        var contributions = new Contribution[order.Length];
        for (int k = 0; k < order.Length; k++) contributions[k] = Of(order[k], row[order[k]], amounts[order[k]]);
        return contributions;
    }

    private Contribution Of(int column, float value, double amount)
    {
        var c = Model.Manifest.Features.Columns[column];
        int place = _schema.IndexOf(c.Name);
        return new(c.Name, place < 0 ? "" : _schema.Columns[place].Unit, value, c.Typical ?? double.NaN, amount);
    }
}
