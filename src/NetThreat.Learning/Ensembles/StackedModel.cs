using System.Buffers;
using System.Collections.Immutable;
using NetThreat.Learning.Linear;
using NetThreat.Learning.Models;
using NetThreat.Learning.Saving;
using NetThreat.Learning.Tables;

namespace NetThreat.Learning.Ensembles;

/// <summary>Classifiers and the logistic regression that combines their log-odds.</summary>
public sealed class StackedModel : IClassifier, IEnsemble
{
    internal const string KindName = "stacked";

    /// <summary>Values of the parts' outputs that are worked on at a time.</summary>
    private const int BlockValues = 2048;

    private readonly IClassifier[] _parts;
    private readonly LogisticRegressionModel _combination;

    internal StackedModel(ColumnSet columns, IClassifier[] parts, LogisticRegressionModel combination)
    {
        (Columns, _parts, _combination) = (columns, parts, combination);
        HandlesMissing = parts.All(p => p.HandlesMissing);
    }

    public string Kind => KindName;

    public ColumnSet Columns { get; }

    public ImmutableArray<string> Classes => _combination.Classes;

    public int Outputs => Classes.Length;

    public bool HandlesMissing { get; }

    public IReadOnlyList<IRowModel> Models => _parts;

    public void Score(Rows rows, Span<double> scores)
    {
        InputCheck.Score(this, rows, scores);
        int width = _combination.Columns.Count, block = Math.Max(1, BlockValues / Math.Max(Outputs, width));
        var meta = ArrayPool<float>.Shared.Rent(block * width);
        for (int start = 0; start < rows.Count; start += block)
        {
            int count = Math.Min(block, rows.Count - start);
            var results = scores.Slice(start * Outputs, count * Outputs);
            // The places of the results serve as room for each part's: the combination writes them last.
            Gather(rows.Slice(start, count), results, meta);
            _combination.Score(new Rows(meta.AsSpan(0, count * width), width), results);
        }
        ArrayPool<float>.Shared.Return(meta);
    }

    /// <summary>The probability that every part gives to a class.</summary>
    public void Parts(ReadOnlySpan<float> row, int output, Span<double> parts)
    {
        var probabilities = ArrayPool<double>.Shared.Rent(Outputs);
        for (int p = 0; p < _parts.Length; p++)
        {
            _parts[p].Score(new Rows(row, Columns.Count), probabilities.AsSpan(0, Outputs));
            parts[p] = probabilities[output];
        }
        ArrayPool<double>.Shared.Return(probabilities);
    }

    public void Save(ModelWriter writer)
    {
        writer.Write(_parts.Length);
        foreach (var part in _parts) ModelFile.Write(part, writer);
        ModelFile.Write(_combination, writer);
    }

    internal static StackedModel Read(ModelReader reader, ColumnSet columns)
    {
        var parts = new IClassifier[reader.ReadCount(1, AnomalyEnsembleModel.MaxModels)];
        for (int p = 0; p < parts.Length; p++)
        {
            var inner = ModelFile.Read(reader);
            if (inner is not IClassifier part || inner.Columns.Count != columns.Count) throw ModelReader.Broken($"part {p + 1} ({inner.Kind}) is no classifier of the ensemble's columns");
            parts[p] = part;
        }
        if (ModelFile.Read(reader) is not LogisticRegressionModel combination) throw ModelReader.Broken("a stacked ensemble without its combination");
        if (Array.Exists(parts, p => p.Outputs != combination.Outputs) || combination.Columns.Count != parts.Length * MetaRow.Width(combination.Outputs)) throw ModelReader.Broken("parts and combination of a stacked ensemble with different classes");
        return new(columns, parts, combination);
    }

    private void Gather(Rows rows, Span<double> room, Span<float> meta)
    {
        int one = MetaRow.Width(Outputs), width = _parts.Length * one;
        for (int p = 0; p < _parts.Length; p++)
        {
            _parts[p].Score(rows, room);
            for (int i = 0; i < rows.Count; i++) MetaRow.Fill(room.Slice(i * Outputs, Outputs), meta.Slice(i * width + p * one, one));
        }
    }
}
