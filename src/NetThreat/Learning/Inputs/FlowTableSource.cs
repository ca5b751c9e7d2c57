using NetThreat.Core.Flows;
using NetThreat.Learning.Serving;
using NetThreat.Learning.Tables;

namespace NetThreat.Learning.Inputs;

/// <summary>Flows of several inputs as the rows of a table: the named feature columns, the label, the group and the time.</summary>
internal sealed class FlowTableSource : ITableSource
{
    private const string LabelColumn = "label", GroupColumn = "group", TimeColumn = "time";
    private readonly IReadOnlyList<IFlowInput> _inputs;
    private readonly FeatureBinding _binding;
    private readonly CategoryDictionary _labels = new(), _groups = new(CategoryDictionary.MostCodes);
    private readonly long[] _rowsOf;
    private readonly IEnumerator<(int Input, LabelledFlow Flow)> _flows;
    private readonly float[] _row;

    /// <param name="columns">Names in the schema.</param>
    /// <param name="classes">Classes that come first, in their order.</param>
    /// <exception cref="LearningException">The schema lacks a column.</exception>
    public FlowTableSource(IReadOnlyList<IFlowInput> inputs, IReadOnlyList<string> columns, FeatureSchema schema, IEnumerable<string> classes, CancellationToken cancellation)
    {
        if (columns.FirstOrDefault(c => schema.IndexOf(c) < 0) is { } unknown) throw new LearningException($"features v{schema.Version} have no column '{unknown}': docs/reference/features.md lists them");
        _inputs = inputs;
        _rowsOf = new long[inputs.Count];
        _binding = FeatureBinding.Of(ColumnSet.Of(columns), schema);
        _row = new float[columns.Count];
        foreach (var name in classes) _labels.CodeOf(name);
        Columns =
        [
            .. columns.Select(c => new SourceColumn(c, Definition: schema.Columns[schema.IndexOf(c)].Hash)),
            new(LabelColumn, ColumnRole.Label, _labels), new(GroupColumn, ColumnRole.Group, _groups), new(TimeColumn, ColumnRole.Time),
        ];
        _flows = Flows(inputs, cancellation).GetEnumerator();
    }

    /// <summary>The label of flows of which nobody knows what they are.</summary>
    public const string Unlabelled = "unlabelled";

    public string Name => _inputs.Count == 1 ? _inputs[0].Name : $"{_inputs.Count} inputs";

    public IReadOnlyList<SourceColumn> Columns { get; }

    public double? Share { get; private set; } = 0;

    public TableFaults Faults { get; } = new();

    /// <summary>Rows that each input gave so far.</summary>
    public IReadOnlyList<long> RowsOf => _rowsOf;

    public bool Read(TableBatch batch)
    {
        batch.Rows = 0;
        while (batch.Rows < batch.Capacity && _flows.MoveNext()) Add(batch, _flows.Current.Input, _flows.Current.Flow);
        return batch.Rows > 0;
    }

    public void Dispose() => _flows.Dispose();

    private void Add(TableBatch batch, int input, LabelledFlow flow)
    {
        Share = (double)input / _inputs.Count;
        if (flow.Record.Features is not { } features) return;
        int row = batch.Rows++, columns = _row.Length;
        _binding.Fill(features, _row);
        for (int c = 0; c < columns; c++) batch.Values[c][row] = _row[c];
        batch.Values[columns][row] = _labels.CodeOf(flow.Label ?? Unlabelled);
        // Of several inputs each is a group; of one, each of its hosts is.
        batch.Values[columns + 1][row] = _groups.CodeOf(_inputs.Count > 1 ? _inputs[input].Name : flow.Record.Key.Originator.ToString());
        batch.Times[row] = flow.Record.Time.Nanoseconds;
        _rowsOf[input]++;
    }

    private static IEnumerable<(int Input, LabelledFlow Flow)> Flows(IReadOnlyList<IFlowInput> inputs, CancellationToken cancellation)
    {
        for (int i = 0; i < inputs.Count; i++)
            foreach (var flow in inputs[i].Read(cancellation)) yield return (i, flow);
    }
}
