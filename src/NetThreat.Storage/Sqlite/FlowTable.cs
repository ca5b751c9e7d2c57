using NetThreat.Core.Flows;
using NetThreat.Core.Stores;
using NetThreat.Core.Wire;

namespace NetThreat.Storage.Sqlite;

/// <summary>Writes flows on the writer's thread, has them indexed and deletes the oldest beyond the limits.</summary>
internal sealed class FlowTable(SqliteOptions options, TimeProvider time)
{
    private readonly SourceTable _sources = new();
    private readonly FlowRetention _retention = new(options, time);
    private readonly FlowRecordBuffer _buffer = new();
    private FlowStatements? _statements;
    private long _nextRow = -1, _nextFeatures;

    public int Write(Database database, IReadOnlyList<StoredFlow> flows)
    {
        _statements ??= new(database);
        if (_nextRow < 0) (_nextRow, _nextFeatures) = (FlowIndex.NextRow(database), database.Scalar("select coalesce(max(features), 0) + 1 from flow_features"));
        int added = 0;
        for (int i = 0; i < flows.Count; i++)
            if (Write(database, _statements, flows[i])) added++;
        if (added > 0) Count(database, added);
        FlowIndex.CatchUp(database, _nextRow - 1, options.IndexedRows);
        _retention.Written(database, flows);
        return added;
    }

    /// <summary>Forgets what was remembered: a transaction was undone.</summary>
    public void Forget()
    {
        _sources.Forget();
        _nextRow = -1;
    }

    public static void Count(Database database, long change) =>
        database.Prepare("update counters set value = value + ? where name = 'flows'").Bind(1, change).Run();

    /// <returns>True when the flow is new.</returns>
    private bool Write(Database database, FlowStatements statements, in StoredFlow flow)
    {
        var r = flow.Record;
        // A higher segment mostly finds its flow, the first mostly does not.
        if (r.Segment > 0 && Revise(statements, r)) return false;
        _buffer.Encode(r);
        var s = statements.Insert.Bind(1, _nextRow).Bind(2, r.Start.Nanoseconds).Bind(3, r.Id).Bind(4, r.Segment).Bind(5, _sources.Number(database, flow.Vantage, flow.Stream))
            .Bind(6, r.Key.Originator).Bind(7, r.Key.Responder).Bind(8, r.Key.ResponderPort).Bind(9, r.Key.Protocol)
            .Bind(10, r.Application?.Service).Bind(12, _buffer.Facts);
        BindFeatures(s, 11, null).Run();
        if (database.Changes == 0)
        {
            Revise(statements, r);
            return false;
        }
        _nextRow++;
        WriteFeatures(statements, null);
        return true;
    }

    /// <returns>False when there is no such flow.</returns>
    private bool Revise(FlowStatements statements, FlowRecord r)
    {
        var s = statements.Find.Bind(1, r.Start.Nanoseconds).Bind(2, r.Id);
        if (!s.Step())
        {
            s.Reset();
            return false;
        }
        var (row, revision, features) = (s.Long(0), s.Long(1), s.IsNull(2) ? (long?)null : s.Long(2));
        s.Reset();
        if (revision >= r.Segment) return true;
        _buffer.Encode(WithEarlierFacts(statements, row, r));
        BindFeatures(statements.Update.Bind(1, r.Segment).Bind(2, r.Application?.Service), 3, features).Bind(4, _buffer.Facts).Bind(5, row).Run();
        WriteFeatures(statements, features);
        return true;
    }

    /// <summary>A segment has its own DNS transactions only; the row has the flow's. What else the payload said is in every segment.</summary>
    private static FlowRecord WithEarlierFacts(FlowStatements statements, long row, FlowRecord r)
    {
        if (r.Application is not { Service: "dns" }) return r;
        var s = statements.Facts.Bind(1, row);
        var saved = s.Step() ? s.Blob(0) : null;
        s.Reset();
        return FlowRecordBuffer.TryDecode(saved, out var earlier, out _) ? r with { Application = ApplicationFacts.Join(earlier!.Application, r.Application) } : r;
    }

    /// <param name="place">Where the flow has features already.</param>
    private Statement BindFeatures(Statement s, int index, long? place) =>
        _buffer.Features.IsEmpty ? s.BindNull(index) : s.Bind(index, place ?? _nextFeatures);

    private void WriteFeatures(FlowStatements statements, long? place)
    {
        if (_buffer.Features.IsEmpty)
        {
            if (place is { } unused) statements.DeleteFeatures.Bind(1, unused).Run();
            return;
        }
        if (place is { } known) statements.UpdateFeatures.Bind(1, _buffer.Features).Bind(2, known).Run();
        else statements.InsertFeatures.Bind(1, _nextFeatures++).Bind(2, _buffer.Features).Run();
    }
}
