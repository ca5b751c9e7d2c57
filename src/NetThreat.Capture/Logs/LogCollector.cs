using NetThreat.Core.Flows;
using NetThreat.Core.Ledger;
using NetThreat.Core.Streams;
using NetThreat.Core.Time;

namespace NetThreat.Capture.Logs;

/// <summary>
/// Rows of logs in, flow records out. Event time is the logs' own: the latest end of a flow so far, since a row is written when its flow is
/// known to be over. A function of the rows and their order alone.
/// </summary>
internal sealed class LogCollector(Vantage vantage, string stream, Action<FlowRecord> sink) : IDisposable
{
    /// <summary>Flows of which other logs may tell before their own row comes.</summary>
    private const int MaxWaiting = 200_000;

    /// <summary>How far the clock of a log that is followed stands behind the wall's.</summary>
    private static readonly TimeSpan Behind = TimeSpan.FromSeconds(1);

    /// <summary>What ended longer ago than any idle timeout is history that was found in the log, not news that it tells.</summary>
    private static readonly TimeSpan News = TimeSpan.FromMinutes(10);

    private readonly LogFlows _flows = new(vantage);
    private readonly FactsByFlow _facts = new(MaxWaiting);
    private long _lost;
    private bool _followed;

    /// <summary>Rows: in, and out when they are in a flow record.</summary>
    public StageLedger Ledger { get; } = new("log", "rows", stream);

    /// <summary>Rows whose flow has not come.</summary>
    public long Held => _facts.Held;

    public long Flows { get; private set; }

    /// <summary>The latest end of a flow; no record of an earlier time follows.</summary>
    public Timestamp Clock { get; private set; } = Timestamp.MinValue;

    /// <param name="latest">What the clock may come to at most: a live log is not of the future.</param>
    public void Take(LogRow row, Timestamp latest)
    {
        Ledger.In();
        switch (LogKinds.Of(row))
        {
            case LogKind.ZeekConn: Flow(row, "uid", latest, zeek: true); break;
            case LogKind.EveFlow: Flow(row, "flow_id", latest, zeek: false); break;
            case var kind and (LogKind.ZeekDns or LogKind.ZeekSsl or LogKind.ZeekHttp): Remember(row, "uid", f => ZeekFacts.Add(f, kind, row)); break;
            case LogKind.Other: Ledger.Drop("other_log"); break;
            case var kind: Remember(row, "flow_id", f => EveFacts.Add(f, kind, row)); break;
        }

        CountLost();
    }

    /// <summary>
    /// The log is followed and it is this late: the clock goes on with the wall's. A flow's row comes when the log knows that it is over,
    /// seconds or minutes after its last packet; its event time is then, so that it is not late. Old rows keep their own time.
    /// </summary>
    public void Pass(Timestamp now)
    {
        _followed = true;
        Clock = Timestamp.Max(Clock, now - Behind);
    }

    /// <summary>A line that is no row.</summary>
    public void Broken()
    {
        Ledger.In();
        Ledger.Drop("unreadable_row");
    }

    /// <summary>Nothing follows: facts whose flow never came are lost.</summary>
    public void Finish()
    {
        _facts.Finish();
        CountLost();
    }

    public void Dispose() => _flows.Dispose();

    private void Flow(LogRow row, string id, Timestamp latest, bool zeek)
    {
        var facts = _facts.Take(row.Text(id) ?? "", out int rows);
        Ledger.Out(rows);
        var record = zeek ? _flows.Zeek(row, facts, Clock) : _flows.Eve(row, facts, Clock);
        if (record is null)
        {
            Ledger.Drop("no_addresses");
            return;
        }

        if (_followed && record.End < Clock - News) record = record with { Time = record.End };
        if (record.Time > latest) record = record with { Time = Timestamp.Max(latest, record.End) };
        Clock = Timestamp.Max(Clock, Timestamp.Min(record.Time, latest));
        Ledger.Out();
        Flows++;
        sink(record);
    }

    private void Remember(LogRow row, string id, Func<ApplicationFacts?, ApplicationFacts> add)
    {
        if (row.Text(id) is { } flow) _facts.Add(flow, add);
        else Ledger.Drop("no_flow_id");
    }

    private void CountLost()
    {
        Ledger.Drop("flow_never_came", _facts.Lost - _lost);
        _lost = _facts.Lost;
    }
}
