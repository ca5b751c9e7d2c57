using NetThreat.Core.Flows;
using NetThreat.Core.Ledger;
using NetThreat.Core.Net;
using NetThreat.Core.Time;

namespace NetThreat.Capture.Collector;

/// <summary>
/// Datagrams in, flow records out: decoding, sampling and clock correction, pairing. A function of the datagrams and their times alone; knows
/// no sockets and no bus. Single-threaded.
/// </summary>
internal sealed class FlowCollector : IExportSink, IDisposable
{
    private readonly FlowNormaliser _normaliser;
    private readonly BiflowPairing _pairing;
    private readonly ForeignFlowBuilder _builder;
    private readonly HashSet<Address> _exporters;
    private readonly Action<FlowRecord> _sink;
    private readonly Dictionary<string, long> _sent = new(StringComparer.Ordinal);

    /// <param name="sink">Takes the records in order of their event time.</param>
    /// <param name="stream">The name of the stream in the ledger.</param>
    public FlowCollector(CollectorOptions options, Action<FlowRecord> sink, string stream)
    {
        _sink = sink;
        _normaliser = new(options.ClockTolerance);
        _pairing = new(options.PairingWindow, options.Limits.MaxWaitingRecords, Publish);
        _builder = new(options.Vantage);
        _exporters = [.. options.Exporters.Select(Address.Parse)];
        Decoder = new(options.Limits, this);
        Datagrams = new("receive", "datagrams", stream);
        Records = new("collect", "records", stream);
    }

    public ExportDecoder Decoder { get; }

    /// <summary>Datagrams: in, and out when they were decoded.</summary>
    public StageLedger Datagrams { get; }

    /// <summary>Exported records about flows: in, and out when they are in a flow record.</summary>
    public StageLedger Records { get; }

    /// <summary>Exported records that wait for the other direction.</summary>
    public long Held => _pairing.Held;

    /// <summary>Conversations joined out of two directions.</summary>
    public long Paired => _pairing.Paired;

    /// <summary>Flow records made.</summary>
    public long Flows { get; private set; }

    /// <summary>Bytes of all datagrams.</summary>
    public long Bytes { get; private set; }

    /// <summary>The newest receipt; no record of an earlier time follows.</summary>
    public Timestamp Clock { get; private set; } = Timestamp.MinValue;

    /// <param name="received">Nanoseconds since the epoch; a clock that goes back stands still.</param>
    public void Take(ReadOnlySpan<byte> datagram, Address exporter, long received)
    {
        Datagrams.In();
        Bytes += datagram.Length;
        if (_exporters.Count > 0 && !_exporters.Contains(exporter))
        {
            Datagrams.Drop("unknown_exporter");
            return;
        }

        Advance(new Timestamp(received));
        if (Decoder.Decode(datagram, exporter, Clock.Nanoseconds)) Datagrams.Out();
        else Datagrams.Drop("not_flow_export");
    }

    /// <summary>Time has come so far without a datagram.</summary>
    public void Advance(Timestamp now)
    {
        if (now <= Clock) return;
        Clock = now;
        _pairing.Pass(now.Nanoseconds);
        Decoder.Sets.Pending.Expire(now.Nanoseconds);
    }

    /// <summary>Nothing comes any more: what waits leaves.</summary>
    public void Finish()
    {
        _pairing.Finish();
        foreach (var d in Decoder.Domains.All) d.Sequence.Settle();
    }

    /// <summary>Takes what the exporters sent and what did not come into the ledgers.</summary>
    public void CountLosses()
    {
        long records = 0, datagrams = 0;
        foreach (var d in Decoder.Domains.All)
            if (d.Key.Version is FlowVersion.NetFlow9 or FlowVersion.SFlow5) datagrams += d.Sequence.Lost;
            else records += d.Sequence.Lost;
        Lose(Records, "lost_before_collector", records);
        Lose(Datagrams, "lost_before_collector", datagrams);
    }

    /// <summary>The ledger rows of the collector's stages.</summary>
    public IEnumerable<LedgerRow> Rows(Timestamp time)
    {
        var pending = Decoder.Sets.Pending;
        yield return Datagrams.Snapshot(time, 0);
        var sets = new StageLedger("template", "sets", Records.Stream);
        sets.In(pending.Total);
        sets.Out(pending.Resolved);
        sets.Drop("no_template", pending.Expired);
        sets.Drop("too_many_waiting", pending.Overflowed);
        yield return sets.Snapshot(time, pending.Held);
        yield return Records.Snapshot(time, Held);
    }

    public void Dispose() => _builder.Dispose();

    void IExportSink.Flow(ref ForeignRecord record, ExportDomain domain, in ExportHeader header)
    {
        Records.In();
        if (_normaliser.Normalise(record, domain, header, out var flow) is { } reason) Records.Drop(reason);
        else _pairing.Add(ref flow);
    }

    private void Publish(ref ForeignFlow flow, long time)
    {
        Records.Out(flow.Records);
        Flows++;
        _sink(_builder.Build(flow, time));
    }

    /// <summary>A running total of a loss; what is new of it is both in and dropped.</summary>
    public void Lose(StageLedger ledger, string reason, long total)
    {
        string key = ledger.Stage + "/" + reason;
        long fresh = total - _sent.GetValueOrDefault(key);
        if (fresh <= 0) return;
        _sent[key] = total;
        ledger.In(fresh);
        ledger.Drop(reason, fresh);
    }
}
