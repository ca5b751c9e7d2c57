using NetThreat.Core.Ledger;
using NetThreat.Core.Time;

namespace NetThreat.Detection;

/// <summary>A stage ledger whose totals live in the checkpoint, so that repeated work is not counted twice.</summary>
internal sealed class LedgerEntry(string stage, string unit, string stream)
{
    private const string Key = "ledger";
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private Timestamp _reported = Timestamp.MinValue;
    private Timestamp _now = Timestamp.MinValue;
    private bool _unreported;

    public StageLedger Totals { get; } = new(stage, unit, stream);

    /// <summary>Moves the clock and reports the row of the minute that ended, or the present one when the stage came to rest.</summary>
    /// <param name="held">What the stage holds.</param>
    public void Advance(Timestamp time, long held, bool atRest, List<LedgerRow> rows)
    {
        if (time != Timestamp.MaxValue && time > _now) _now = time;
        _unreported = true;
        if (_now == Timestamp.MinValue) return;
        var minute = _now.Floor(Minute);
        if (minute <= _reported && !atRest) return;
        _reported = minute;
        _unreported = false;
        rows.Add(Totals.Snapshot(_now, held));
    }

    public void Report(long held, List<LedgerRow> rows)
    {
        if (_unreported && _now != Timestamp.MinValue) rows.Add(Totals.Snapshot(_now, held));
        _unreported = false;
    }

    public void TakeChanges(List<KeyValuePair<string, byte[]?>> entries) => entries.Add(new(Key, StateCodec.Save(w =>
    {
        StateCodec.Write(w, _now);
        StateCodec.Write(w, _reported);
        var row = Totals.Snapshot(default, 0);
        w.Write(row.In);
        w.Write(row.Out);
        w.Write(row.Dropped.Count);
        foreach (var d in row.Dropped)
        {
            w.Write(d.Reason);
            w.Write(d.Count);
        }
    })));

    /// <returns>False when the entry is another's.</returns>
    public bool TryRestore(string key, byte[] saved)
    {
        if (key != Key) return false;
        StateCodec.Load(saved, r =>
        {
            _now = StateCodec.ReadTime(r);
            _reported = StateCodec.ReadTime(r);
            long taken = r.ReadInt64(), given = r.ReadInt64();
            var dropped = new List<LedgerLoss>();
            for (int n = r.ReadInt32(); n > 0; n--) dropped.Add(new(r.ReadString(), r.ReadInt64()));
            Totals.Restore(new(stage, unit, stream, default, taken, given, 0, dropped, 0));
        });
        return true;
    }
}
