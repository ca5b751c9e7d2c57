using NetThreat.Learning.Tables;

namespace NetThreat.Learning.Datasets;

/// <summary>Every data set that can be read, and which of them a file is.</summary>
public static class DatasetCatalogue
{
    // In the order in which they are tried: the more particular header first.
    public static IReadOnlyList<DatasetFormat> All { get; } = [new ZeekLabelled(), new NslKdd(), new UnswNb15(), new NetFlowV2(), new CicFlowMeter()];

    /// <summary>The data set that the file belongs to, by its columns; null when none.</summary>
    public static DatasetFormat? Detect(string path)
    {
        foreach (var head in Heads(path))
            foreach (var format in All)
                if (format.Plan(head, DatasetOptions.Default) is not null) return format;
        return null;
    }

    /// <summary>The data set of that name, or null.</summary>
    public static DatasetFormat? Find(string name) => All.FirstOrDefault(f => string.Equals(f.Name, name, StringComparison.OrdinalIgnoreCase));

    /// <summary>Opens a file of a data set.</summary>
    /// <param name="format">Null to find out.</param>
    /// <exception cref="LearningException">The file cannot be read, or is of no (or not of this) data set.</exception>
    public static CsvTableSource Open(string path, DatasetOptions? options = null, DatasetFormat? format = null)
    {
        options ??= DatasetOptions.Default;
        foreach (var head in Heads(path))
        {
            foreach (var candidate in format is null ? All : [format])
            {
                if (candidate.Plan(head, options) is not { } plan) continue;
                plan = plan with { Infinity = options.Infinity ?? plan.Infinity, Faults = options.Faults };
                return new CsvTableSource(TableFile.Open(path, out var share), Path.GetFileName(path), plan, share);
            }
        }
        throw new LearningException($"{path}: not {(format is null ? $"a data set that is known ({string.Join(", ", All.Select(f => f.Name))})" : format.Title)}: its columns do not fit");
    }

    /// <summary>Reads a file of a data set into memory.</summary>
    /// <exception cref="LearningException">See <see cref="Open"/> and <see cref="TableLoader.Load"/>.</exception>
    public static Table Load(string path, DatasetOptions? options = null, TableReadOptions? reading = null, DatasetFormat? format = null)
    {
        using var source = Open(path, options, format);
        return TableLoader.Load(source, reading);
    }

    private static IEnumerable<FileHead> Heads(string path)
    {
        foreach (byte separator in (byte[])[(byte)',', (byte)'\t', (byte)';'])
        {
            var dialect = new CsvDialect { Separator = separator, Quotes = separator != '\t' };
            if (Head(path, dialect) is { } head) yield return head;
        }
    }

    // A file that is no table in this spelling may be one in another.
    private static FileHead? Head(string path, CsvDialect dialect)
    {
        using var stream = TableFile.Open(path, out _);
        try
        {
            return TableFile.Head(stream, path, dialect, 16) is { Count: > 0 } records ? new FileHead(dialect, records) : null;
        }
        catch (LearningException)
        {
            return null;
        }
    }
}
