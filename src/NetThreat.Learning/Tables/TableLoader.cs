namespace NetThreat.Learning.Tables;

/// <summary>Reads a source into a table in bounded memory: what is more than the budget is sampled or left.</summary>
public static class TableLoader
{
    private const int BatchRows = 1024;

    /// <exception cref="LearningException">The source cannot be read, or has no rows or features.</exception>
    public static Table Load(ITableSource source, TableReadOptions? options = null)
    {
        options ??= TableReadOptions.Default;
        var columns = source.Columns;
        var rows = new RowReservoir(columns.Count, Budget(columns.Count, options), options);
        var batch = new TableBatch(columns.Count, BatchRows);
        while (!rows.Satisfied && source.Read(batch))
        {
            options.Cancelled.ThrowIfCancellationRequested();
            rows.Add(batch);
            options.Progress?.Report(new TableProgress(source.Share, rows.Seen));
        }
        if (rows.Seen == 0) throw new LearningException($"{source.Name}: no rows");
        return Finish(source, rows);
    }

    private static int Budget(int columns, TableReadOptions options)
    {
        // Values, time and place; growing by half needs the old array beside the new one, for one column at a time.
        long byMemory = options.MaxBytes / (columns * sizeof(float) + 2 * sizeof(long)), most = Math.Min(byMemory, Array.MaxLength);
        if (most < 2) throw new LearningException($"{options.MaxBytes} bytes do not hold two rows of {columns} columns");
        return options.MaxRows > 0 ? (int)Math.Min(most, options.MaxRows) : (int)most;
    }

    private static Table Finish(ITableSource source, RowReservoir rows)
    {
        var order = rows.Order();
        var features = new List<TableColumn>();
        int[]? labels = null, groups = null;
        string[] classes = [], names = [];
        bool timed = false;
        for (int i = 0; i < source.Columns.Count; i++)
        {
            var column = source.Columns[i];
            if (column.Role == ColumnRole.Time) timed = true;
            else if (column.Role == ColumnRole.Feature) features.Add(new TableColumn(column.Name, rows.Values(i, order), column.Categories?.Names, column.Definition));
            else if (column.Role == ColumnRole.Label) (labels, classes) = (Codes(source, column, rows.Values(i, order)), [.. column.Categories!.Names]);
            else (groups, names) = (Codes(source, column, rows.Values(i, order)), [.. column.Categories!.Names]);
        }
        if (features.Count == 0) throw new LearningException($"{source.Name}: no feature columns");
        return new Table(features)
        {
            Labels = labels,
            Classes = [.. classes],
            Groups = groups,
            GroupNames = [.. names],
            Times = timed ? rows.Times(order) : null,
            RowsRead = rows.Seen,
            Faults = source.Faults,
        };
    }

    private static int[] Codes(ITableSource source, SourceColumn column, float[] values)
    {
        if (column.Categories is null) throw new LearningException($"{source.Name}: column '{column.Name}' is a {column.Role} without categories");
        var codes = new int[values.Length];
        for (int i = 0; i < codes.Length; i++)
        {
            if (!(values[i] >= 0 && values[i] < column.Categories.Count)) throw new LearningException($"{source.Name}: row {i + 1} has no {column.Name}");
            codes[i] = (int)values[i];
        }
        return codes;
    }
}
