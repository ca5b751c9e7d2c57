using NetThreat.Core.Bus;
using NetThreat.Core.Flows;
using NetThreat.Core.Ledger;
using NetThreat.Core.Streams;
using NetThreat.Core.Time;
using NetThreat.Core.Wire;

namespace NetThreat.Capture.Sensor;

/// <summary>
/// The records the meter released and the bus has not acknowledged, by partition of the <c>flows</c> topic. A watermark leaves in the
/// same message as, or after, every record it covers.
/// </summary>
internal sealed class RecordOutbox
{
    private readonly IBus _bus;
    private readonly Vantage _vantage;
    private readonly StreamId _stream;
    private readonly ulong _siteHash;
    private readonly int _maxPerMessage;
    private readonly List<FlowRecord>[] _partitions;
    private readonly List<AggregateRecord>[] _aggregates;
    private readonly List<Publication> _publications = [];
    private Timestamp _promised = Timestamp.MinValue;

    public RecordOutbox(IBus bus, Vantage vantage, StreamId stream, int maxPerMessage)
    {
        _bus = bus;
        _vantage = vantage;
        _stream = stream;
        _siteHash = Partitioning.HashName(vantage.Site);
        _maxPerMessage = maxPerMessage;
        _partitions = new List<FlowRecord>[bus.PartitionCount(Topics.Flows)];
        for (int i = 0; i < _partitions.Length; i++) _partitions[i] = [];
        _aggregates = [.. _partitions.Select(_ => new List<AggregateRecord>())];
        Ledger = new("publish", "records", stream.ToString());
    }

    /// <summary>Records taken in, published, and (by <see cref="Held"/>) waiting.</summary>
    public StageLedger Ledger { get; }

    /// <summary>Records that wait, counted where they wait.</summary>
    public long Held => _partitions.Sum(p => (long)p.Count) + _aggregates.Sum(p => (long)p.Count);

    /// <summary>A partition has a message's worth of records: the moment to publish.</summary>
    public bool IsFull { get; private set; }

    /// <summary>Records that were older than a watermark already given.</summary>
    public long LateRecords { get; private set; }

    public void Add(FlowRecord record)
    {
        var partition = _partitions[Partitioning.OfHost(_siteHash, record.Key.Originator, _partitions.Length)];
        partition.Add(record);
        Ledger.In();
        IsFull |= partition.Count >= _maxPerMessage;
        if (record.Time < _promised) LateRecords++;
    }

    /// <summary>Into the partition of the side that is one.</summary>
    public void Add(AggregateRecord aggregate)
    {
        var partition = _aggregates[Partitioning.OfHost(_siteHash, aggregate.Host, _aggregates.Length)];
        partition.Add(aggregate);
        Ledger.In();
        IsFull |= partition.Count >= _maxPerMessage;
    }

    /// <summary>Records that the meter released and an aggregate stands for.</summary>
    /// <param name="total">Since the start.</param>
    public void CountAggregated(long total)
    {
        long more = total - Ledger.DroppedByReason.GetValueOrDefault("aggregated");
        Ledger.In(more);
        Ledger.Drop("aggregated", more);
    }

    /// <summary>Publishes all records that wait, without a promise.</summary>
    public ValueTask PublishAsync(CancellationToken cancellation) => PublishAsync(null, cancellation);

    /// <summary>Publishes all records that wait and the watermark into every partition.</summary>
    public async ValueTask PublishAsync(Watermark? watermark, CancellationToken cancellation)
    {
        _publications.Clear();
        for (int p = 0; p < _partitions.Length; p++) Encode(p, watermark);
        if (_publications.Count == 0) return;
        await _bus.PublishAsync(_publications, cancellation);
        Acknowledge(watermark);
    }

    private void Encode(int partition, Watermark? watermark)
    {
        var records = _partitions[partition];
        int at = 0;
        for (; records.Count - at > _maxPerMessage; at += _maxPerMessage) Encode(partition, records.GetRange(at, _maxPerMessage), [], null);
        var aggregates = _aggregates[partition];
        int from = 0;
        for (; aggregates.Count - from > _maxPerMessage; from += _maxPerMessage) Encode(partition, [], aggregates.GetRange(from, _maxPerMessage), null);
        if (records.Count > at || aggregates.Count > from || watermark is not null)
            Encode(partition, at == 0 ? records : records.GetRange(at, records.Count - at), aggregates.GetRange(from, aggregates.Count - from), watermark);
    }

    private void Encode(int partition, List<FlowRecord> records, List<AggregateRecord> aggregates, Watermark? watermark) =>
        _publications.Add(new(Topics.Flows, partition, FlowsCodec.Encode(new(_vantage, _stream, records, watermark) { Aggregates = aggregates })));

    private void Acknowledge(Watermark? watermark)
    {
        Ledger.Out(Held);
        foreach (var p in _partitions) p.Clear();
        foreach (var p in _aggregates) p.Clear();
        IsFull = false;
        if (watermark is { } w) _promised = Timestamp.Max(_promised, w.Time);
    }
}
