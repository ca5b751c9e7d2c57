using NetThreat.Core.Ledger;
using NetThreat.Core.Packets;
using NetThreat.Core.Streams;
using NetThreat.Core.Time;

namespace NetThreat.Flows.Parallel;

/// <summary>
/// A meter of several workers, each with a table for its share of the flows. Rows leave on the caller's thread in the order of a single
/// meter, whatever the number of workers: below the memory limit the same rows to the last bit. Not thread-safe.
/// </summary>
public sealed class ParallelMeter : IDisposable
{
    private const int Blocks = 8;
    private readonly MeterWorker[] _workers;
    private readonly RowRun?[] _heads;
    private readonly int[] _next;
    private readonly Queue<PacketBlock> _free = new(), _working = new();
    private PacketBlock _block;

    /// <param name="options">The memory limit is shared out evenly.</param>
    /// <param name="vantage">Becomes part of every flow's id.</param>
    /// <param name="workers">Threads, at least 1.</param>
    /// <param name="batches">Makes an empty batch for a worker, by its number; several for each.</param>
    /// <param name="stream">The ledger's name of the stream.</param>
    /// <exception cref="ArgumentException">The options are unusable; the message lists every fault.</exception>
    public ParallelMeter(MeterOptions options, Vantage vantage, int workers, Func<int, IRowBatch> batches, string stream = "")
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(workers, 1);
        Ledger = new StageLedger("meter", "packets", stream);
        var each = options with { MaxMemoryBytes = options.MaxMemoryBytes / workers };
        _workers = [.. Enumerable.Range(0, workers).Select(i => new MeterWorker(each, vantage, new MeterShare(i, workers), batches))];
        _heads = new RowRun?[workers];
        _next = new int[workers];
        for (int i = 0; i < Blocks; i++) _free.Enqueue(new PacketBlock());
        _block = _free.Dequeue();
        foreach (var worker in _workers) worker.Start();
    }

    /// <summary>The latest packet time of the blocks that are done.</summary>
    public Timestamp Clock { get; private set; } = Timestamp.MinValue;

    /// <summary>Every packet: in a row that has left, dropped by reason, or held. Complete after <see cref="Finish"/>.</summary>
    public StageLedger Ledger { get; }

    /// <summary>Rows that have left.</summary>
    public long TotalRecords { get; private set; }

    /// <summary>The rest is known after <see cref="Finish"/>.</summary>
    public long TotalFlows => _workers.Sum(w => w.Meter.TotalFlows);

    public long LateRecords => _workers.Sum(w => w.Meter.LateRecords);

    public long EvictedFlows => _workers.Sum(w => w.Meter.EvictedFlows);

    public long DecapsulatedPackets => _workers[0].Meter.DecapsulatedPackets;

    /// <summary>Takes in packets in the order of the batch; the batch may be filled again afterwards.</summary>
    public void Process(PacketBatch batch)
    {
        Ledger.In(batch.Count);
        foreach (ref readonly var packet in batch.Packets)
        {
            if (packet.Time > Clock) Clock = packet.Time;
            if (_block.TryAdd(in packet)) continue;
            Submit();
            _block.TryAdd(in packet);
        }
    }

    /// <summary>Time passes without packets.</summary>
    public void AdvanceClock(Timestamp now)
    {
        _block.Clock = now;
        Submit();
    }

    /// <summary>The stream has ended: every row leaves.</summary>
    public void Finish()
    {
        _block.IsLast = true;
        Submit();
        while (_working.Count > 0) Merge();
        var first = _workers[0].Meter.Ledger;
        Ledger.In(DecapsulatedPackets);
        foreach (var (reason, count) in first.DroppedByReason) Ledger.Drop(reason, count);
        foreach (var worker in _workers) Ledger.Out(worker.Meter.Ledger.TotalOut);
    }

    public void Dispose()
    {
        foreach (var worker in _workers) worker.Dispose();
        foreach (var block in _free.Concat(_working).Append(_block)) block.Dispose();
    }

    private void Submit()
    {
        _working.Enqueue(_block);
        foreach (var worker in _workers) worker.Give(_block);
        if (_free.Count == 0) Merge();
        _block = _free.Dequeue();
    }

    /// <summary>Lets the rows of the oldest block leave, in order, once all workers have made them.</summary>
    private void Merge()
    {
        for (int i = 0; i < _workers.Length; i++) Fetch(i);
        for (int least = Least(); least >= 0; least = Least())
        {
            _heads[least]!.Rows.Emit(_next[least]++);
            TotalRecords++;
            if (_next[least] == _heads[least]!.Keys.Count) Advance(least);
        }

        var done = _working.Dequeue();
        done.Clear();
        _free.Enqueue(done);
    }

    private int Least()
    {
        int least = -1;
        for (int i = 0; i < _heads.Length; i++)
        {
            if (_heads[i] is not { } head) continue;
            if (least < 0 || head.Keys[_next[i]].IsBefore(_heads[least]!.Keys[_next[least]])) least = i;
        }

        return least;
    }

    /// <summary>The next run with rows of the worker's block, or none when the block has no more.</summary>
    private void Fetch(int i)
    {
        _heads[i] = _workers[i].Next();
        _next[i] = 0;
        if (_heads[i]!.Keys.Count == 0) Advance(i);
    }

    private void Advance(int i)
    {
        var run = _heads[i]!;
        bool ends = run.EndsBlock;
        _workers[i].Return(run);
        _heads[i] = null;
        if (!ends) Fetch(i);
    }
}
