using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;
using NetThreat.Learning.Manifests;
using NetThreat.Learning.Onnx.Format;

namespace NetThreat.Learning.Onnx.Scoring;

/// <summary>Turns the columns of an output into scores.</summary>
internal sealed class OnnxScoreReader
{
    private readonly OnnxElement _element;
    private readonly int _width;
    private readonly int[] _columns;
    private readonly double _factor, _offset;
    private readonly string _output;

    private OnnxScoreReader(OnnxSession session, int[] columns, double factor, double offset) =>
        (_element, _width, _columns, _factor, _offset, _output) = (session.OutputElement, session.OutputWidth, columns, factor, offset, session.Plan.Output);

    /// <summary>Scores of an item: 1, or one per class.</summary>
    public int Outputs => _columns.Length;

    /// <exception cref="LearningException">The output has no such entry, or more values than the reading takes.</exception>
    public static OnnxScoreReader Of(OnnxSession session, ManifestOnnx onnx, ImmutableArray<string> classes) => onnx.Reading switch
    {
        OnnxReading.Value => new(session, [Only(session)], 1, 0),
        OnnxReading.Negated => new(session, [Only(session)], -1, 0),
        OnnxReading.Entry => new(session, [Entry(session, onnx.Entry)], 1, 0),
        OnnxReading.OneMinusEntry => new(session, [Entry(session, onnx.Entry)], -1, 1),
        OnnxReading.Classes => new(session, Classes(session, classes), 1, 0),
        var other => throw new LearningException($"onnx: reading {other} is unknown"),
    };

    public void Read(ReadOnlySpan<byte> output, ReadOnlySpan<int> items, Span<double> scores)
    {
        switch (_element)
        {
            case OnnxElement.Float32: Read(MemoryMarshal.Cast<byte, float>(output), items, scores); break;
            case OnnxElement.Float64: Read(MemoryMarshal.Cast<byte, double>(output), items, scores); break;
            case OnnxElement.Int64: Read(MemoryMarshal.Cast<byte, long>(output), items, scores); break;
            default: Read(MemoryMarshal.Cast<byte, int>(output), items, scores); break;
        }
    }

    private void Read<T>(ReadOnlySpan<T> output, ReadOnlySpan<int> items, Span<double> scores)
        where T : unmanaged, INumberBase<T>
    {
        for (int i = 0; i < items.Length; i++)
        {
            var row = output.Slice(i * _width, _width);
            for (int c = 0; c < _columns.Length; c++)
            {
                double value = double.CreateSaturating(row[_columns[c]]);
                if (!double.IsFinite(value)) throw new LearningException(string.Create(CultureInfo.InvariantCulture, $"the ONNX model gave {value} for item {items[i] + 1} in its output '{OnnxInspector.Printable(_output)}'"));
                scores[items[i] * _columns.Length + c] = _offset + _factor * value;
            }
        }
    }

    private static int Only(OnnxSession session) => session.OutputWidth == 1 ? 0
        : throw new LearningException($"the output '{session.Plan.Output}' gives {session.OutputWidth} values a row and is no score: name the entry that is (onnx: reading Entry or OneMinusEntry)");

    private static int Entry(OnnxSession session, string? entry)
    {
        if (entry is null) throw new LearningException("onnx: the reading needs an entry: a column counted from 0, or the key of a map");
        var keys = session.Plan.Keys;
        int column = keys.IsEmpty ? int.TryParse(entry, NumberStyles.None, CultureInfo.InvariantCulture, out int c) ? c : -1 : keys.IndexOf(entry);
        if (column >= 0 && column < session.OutputWidth) return column;
        var known = keys.IsEmpty ? $"0 to {session.OutputWidth - 1}" : OnnxInspector.Printable(string.Join(", ", keys));
        throw new LearningException($"the output '{session.Plan.Output}' has no entry '{entry}': it has {known}");
    }

    private static int[] Classes(OnnxSession session, ImmutableArray<string> classes)
    {
        if (classes.Length < 2) throw new LearningException("onnx: the reading Classes needs the names of at least 2 classes in the manifest");
        if (classes.Length != session.OutputWidth) throw new LearningException($"the output '{session.Plan.Output}' gives {session.OutputWidth} values a row for {classes.Length} classes");
        var keys = session.Plan.Keys;
        // Keys that are numbers say the place; keys that are names say the class.
        bool byName = classes.All(keys.Contains);
        return [.. classes.Select((name, i) => byName ? keys.IndexOf(name) : i)];
    }
}
