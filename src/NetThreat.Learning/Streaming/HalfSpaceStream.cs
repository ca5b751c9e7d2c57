using NetThreat.Learning.Models;
using NetThreat.Learning.Saving;
using NetThreat.Learning.Tables;

namespace NetThreat.Learning.Streaming;

/// <summary>
/// Half-space trees over a stream: the first window of rows decides the ranges; from then on rows are counted, and at the end of every
/// window the new counts replace those that score, so that what is normal may change slowly.
/// </summary>
public sealed class HalfSpaceStream : IStreamModel
{
    /// <summary>Values of the first window, which is kept until it is full.</summary>
    private const int MaxValues = 1 << 28;

    private readonly HalfSpaceOptions _options;
    private float[] _first;
    private HalfSpaces? _spaces;
    private int[] _reference = [], _latest = [];
    private int _rows;

    /// <exception cref="LearningException">A size is out of range.</exception>
    public HalfSpaceStream(ColumnSet columns, HalfSpaceOptions options)
    {
        (Columns, _options) = (columns, options.Checked());
        if ((long)options.Window * columns.Count > MaxValues) throw new LearningException($"half-space trees: a window of {options.Window} rows of {columns.Count} columns is more than {MaxValues} values: take a shorter window");
        _first = new float[options.Window * columns.Count];
    }

    private HalfSpaceStream(ColumnSet columns, HalfSpaces spaces, int[] reference, int[] latest, int rows)
    {
        (Columns, _options, _first) = (columns, spaces.Options, []);
        (_spaces, _reference, _latest, _rows) = (spaces, reference, latest, rows);
    }

    public string Kind => HalfSpaceTreesModel.KindName;

    public ColumnSet Columns { get; }

    public bool Ready => _spaces is not null;

    public double Score(ReadOnlySpan<float> row)
    {
        Check(row);
        return _spaces is { } spaces ? spaces.Score(row, _reference) : double.NaN;
    }

    public void Learn(ReadOnlySpan<float> row)
    {
        Check(row);
        if (_spaces is not { } spaces)
        {
            row.CopyTo(_first.AsSpan(_rows * row.Length));
            if (++_rows == _options.Window) Begin();
            return;
        }
        spaces.Count(row, _latest);
        if (++_rows < _options.Window) return;
        (_reference, _latest, _rows) = (_latest, _reference, 0);
        Array.Clear(_latest);
    }

    /// <summary>What scores now, as a model that no longer learns.</summary>
    /// <exception cref="LearningException">The first window is not full yet.</exception>
    public HalfSpaceTreesModel Freeze() => _spaces is { } spaces
        ? new HalfSpaceTreesModel(Columns, spaces, [.. _reference])
        : throw new LearningException($"half-space trees have seen {_rows} rows: the first window of {_options.Window} is not full");

    public void Save(ModelWriter writer)
    {
        writer.Write(Ready);
        writer.Write(_rows);
        if (_spaces is { } spaces)
        {
            spaces.Save(writer);
            writer.WriteArray<int>(_reference);
            writer.WriteArray<int>(_latest);
            return;
        }
        _options.Save(writer);
        writer.WriteArray<float>(_first.AsSpan(0, _rows * Columns.Count));
    }

    /// <summary>The stream as it was saved.</summary>
    /// <exception cref="LearningException">The state is broken, or not of these columns.</exception>
    public static HalfSpaceStream Restore(ModelReader reader, ColumnSet columns)
    {
        bool ready = reader.ReadBool();
        int rows = reader.ReadCount(0, HalfSpaceOptions.MaxWindow);
        if (ready)
        {
            var spaces = HalfSpaces.Read(reader, columns.Count);
            if (rows >= spaces.Options.Window) throw ModelReader.Broken($"{rows} rows in a window of {spaces.Options.Window}");
            return new HalfSpaceStream(columns, spaces, spaces.ReadMasses(reader), spaces.ReadMasses(reader), rows);
        }
        var stream = new HalfSpaceStream(columns, HalfSpaceOptions.Read(reader));
        var first = reader.ReadArray<float>();
        if (rows >= stream._options.Window || first.Length != rows * (long)columns.Count) throw ModelReader.Broken($"{first.Length} values for {rows} rows of a first window");
        InputCheck.Values(first, columns, nanAllowed: false);
        first.CopyTo(stream._first, 0);
        stream._rows = rows;
        return stream;
    }

    private void Begin()
    {
        var window = new Matrix(_first, _options.Window, Columns.Count);
        var spaces = HalfSpaces.Draw(_options, window);
        (_reference, _latest, _rows) = (new int[spaces.Masses], new int[spaces.Masses], 0);
        for (int r = 0; r < window.Rows; r++) spaces.Count(window[r], _reference);
        (_spaces, _first) = (spaces, []);
    }

    private void Check(ReadOnlySpan<float> row)
    {
        if (row.Length != Columns.Count) throw new LearningException($"a row of {row.Length} values where the model '{Kind}' reads {Columns.Count} columns");
        InputCheck.Values(row, Columns, nanAllowed: false);
    }
}
