using NetThreat.Learning.Models;
using NetThreat.Learning.Saving;
using NetThreat.Learning.Tables;

namespace NetThreat.Learning.Ensembles;

/// <summary>Anomaly models, each read as surprise, and the mean or maximum of their surprises (in nats).</summary>
public sealed class AnomalyEnsembleModel : IAnomalyModel, IEnsemble
{
    internal const string KindName = "anomaly-ensemble";
    internal const int MaxModels = 64;

    private const int Block = 128;

    private readonly (IAnomalyModel Model, SurpriseScale Scale)[] _parts;
    private readonly SurpriseCombination _combination;

    internal AnomalyEnsembleModel(ColumnSet columns, (IAnomalyModel Model, SurpriseScale Scale)[] parts, SurpriseCombination combination)
    {
        (Columns, _parts, _combination) = (columns, parts, combination);
        Models = [.. parts.Select(p => p.Model)];
        HandlesMissing = parts.All(p => p.Model.HandlesMissing);
    }

    public string Kind => KindName;

    public ColumnSet Columns { get; }

    public int Outputs => 1;

    public bool HandlesMissing { get; }

    public IReadOnlyList<IRowModel> Models { get; }

    public void Score(Rows rows, Span<double> scores)
    {
        InputCheck.Score(this, rows, scores);
        Span<double> block = stackalloc double[Block];
        for (int start = 0; start < rows.Count; start += Block)
        {
            int count = Math.Min(Block, rows.Count - start);
            Combine(rows.Slice(start, count), block[..count], scores.Slice(start, count));
        }
    }

    /// <summary>The surprise of every part.</summary>
    public void Parts(ReadOnlySpan<float> row, int output, Span<double> parts)
    {
        for (int p = 0; p < _parts.Length; p++)
        {
            var score = parts.Slice(p, 1);
            _parts[p].Model.Score(new Rows(row, Columns.Count), score);
            score[0] = _parts[p].Scale.Surprise(score[0]);
        }
    }

    public void Save(ModelWriter writer)
    {
        writer.Write((int)_combination);
        writer.Write(_parts.Length);
        foreach (var (model, scale) in _parts)
        {
            ModelFile.Write(model, writer);
            scale.Save(writer);
        }
    }

    internal static AnomalyEnsembleModel Read(ModelReader reader, ColumnSet columns)
    {
        var combination = (SurpriseCombination)reader.ReadCount((int)SurpriseCombination.Mean, (int)SurpriseCombination.Max);
        var parts = new (IAnomalyModel, SurpriseScale)[reader.ReadCount(1, MaxModels)];
        for (int p = 0; p < parts.Length; p++)
        {
            var inner = ModelFile.Read(reader);
            if (inner is not IAnomalyModel model || inner.Columns.Count != columns.Count) throw ModelReader.Broken($"part {p + 1} ({inner.Kind}) is no anomaly model of the ensemble's columns");
            parts[p] = (model, SurpriseScale.Read(reader));
        }
        return new(columns, parts, combination);
    }

    private void Combine(Rows rows, Span<double> block, Span<double> scores)
    {
        scores.Clear();
        foreach (var (model, scale) in _parts)
        {
            model.Score(rows, block);
            for (int i = 0; i < block.Length; i++)
            {
                double surprise = scale.Surprise(block[i]);
                scores[i] = _combination == SurpriseCombination.Max ? Math.Max(scores[i], surprise) : scores[i] + surprise / _parts.Length;
            }
        }
    }
}
