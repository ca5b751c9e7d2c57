using Microsoft.ML;
using Microsoft.ML.Data;
using NetThreat.Learning.Tables;

namespace NetThreat.Learning.MLNet;

/// <summary>
/// Rows in memory as a model of ML.NET reads them: its own input schema, in which our columns are scalars of the same name or one vector.
/// Other columns (a label that a step of the training asks for) have their type's default value.
/// </summary>
internal sealed class RowsView : IDataView
{
    private readonly float[] _values;
    private readonly int _width;

    /// <summary>Per column of the schema the place in a row, -1 for the whole row, or -2 for a column that is not ours.</summary>
    private readonly int[] _places;

    /// <param name="input">The schema that the model was saved with.</param>
    /// <param name="vector">Name of the vector column, or null for one scalar column each.</param>
    public RowsView(float[] values, ColumnSet columns, DataViewSchema input, string? vector)
    {
        (_values, _width) = (values, columns.Count);
        _places = [.. input.Select(c => c.Name == vector ? -1 : vector is null && columns.IndexOf(c.Name) is var at and >= 0 ? at : -2)];
        var schema = new DataViewSchema.Builder();
        foreach (var column in input) schema.AddColumn(column.Name, column.Type);
        Schema = schema.ToSchema();
    }

    public bool CanShuffle => false;

    public DataViewSchema Schema { get; }

    public long? GetRowCount() => _values.Length / _width;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null) => new Cursor(this);

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) => [new Cursor(this)];

    private sealed class Cursor(RowsView view) : DataViewRowCursor
    {
        private long _position = -1;

        public override long Position => _position;

        public override long Batch => 0;

        public override DataViewSchema Schema => view.Schema;

        public override bool IsColumnActive(DataViewSchema.Column column) => true;

        public override bool MoveNext() => ++_position < view.GetRowCount();

        public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId id) => id = new DataViewRowId((ulong)_position, 0);

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
        {
            int place = view._places[column.Index];
            if (place == -2) return (ref TValue value) => value = default!;
            Delegate getter = place < 0 ? new ValueGetter<VBuffer<float>>(Vector) : new ValueGetter<float>((ref float value) => value = view._values[_position * view._width + place]);
            return getter as ValueGetter<TValue> ?? throw new InvalidOperationException($"the column '{column.Name}' holds float32");
        }

        private void Vector(ref VBuffer<float> value)
        {
            var editor = VBufferEditor.Create(ref value, view._width);
            view._values.AsSpan((int)_position * view._width, view._width).CopyTo(editor.Values);
            value = editor.Commit();
        }
    }
}
