using NetThreat.Core.Streams;

namespace NetThreat.Storage.Sqlite;

/// <summary>Numbers for (site, observation point, sensor, run), so that a flow row does not repeat the words. Used by the writer's thread.</summary>
internal sealed class SourceTable
{
    private const int MaxRemembered = 10_000;
    private readonly Dictionary<(Vantage, StreamId), long> _numbers = [];
    private (Vantage, StreamId) _last;
    private long _lastNumber = -1;

    public long Number(Database database, Vantage vantage, StreamId stream)
    {
        var key = (vantage, stream);
        if (_lastNumber >= 0 && _last == key) return _lastNumber;
        if (!_numbers.TryGetValue(key, out long number))
        {
            if (_numbers.Count >= MaxRemembered) _numbers.Clear();
            _numbers[key] = number = Insert(database, vantage, stream);
        }
        _last = key;
        return _lastNumber = number;
    }

    /// <summary>Forgets everything: a transaction was undone.</summary>
    public void Forget()
    {
        _numbers.Clear();
        _lastNumber = -1;
    }

    private static long Insert(Database database, Vantage vantage, StreamId stream)
    {
        Bind(database.Prepare("insert into sources(site, point, sensor, run) values(?, ?, ?, ?) on conflict do nothing"), vantage, stream).Run();
        var s = Bind(database.Prepare("select source from sources where site=? and point=? and sensor=? and run=?"), vantage, stream);
        s.Step();
        long number = s.Long(0);
        s.Reset();
        return number;
    }

    private static Statement Bind(Statement s, Vantage vantage, StreamId stream) =>
        s.Bind(1, vantage.Site).Bind(2, vantage.ObservationPoint).Bind(3, stream.Sensor).Bind(4, stream.Run);
}
