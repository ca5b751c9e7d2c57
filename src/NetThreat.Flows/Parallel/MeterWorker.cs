using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using NetThreat.Core.Streams;
using NetThreat.Flows.Records;

namespace NetThreat.Flows.Parallel;

/// <summary>
/// One thread with a meter that keeps a share of the flows. It sees every packet, so that its clock, its fragments and its tunnels are
/// those of every other worker.
/// </summary>
internal sealed class MeterWorker : IDisposable
{
    private const int MaxRuns = 6;
    private readonly BlockingCollection<PacketBlock> _blocks = [];
    private readonly BlockingCollection<RowRun> _full = [], _empty = [];
    private readonly Thread _thread;
    private RowRun _run;
    private ExceptionDispatchInfo? _fault;

    public MeterWorker(MeterOptions options, Vantage vantage, MeterShare share, Func<int, IRowBatch> batches)
    {
        for (int i = 0; i < MaxRuns; i++) _empty.Add(new RowRun(batches(share.Index)));
        _run = _empty.Take();
        Meter = new FlowMeter(options, vantage, Take, share);
        _thread = new Thread(Work) { IsBackground = true, Name = $"meter {share.Index}" };
    }

    /// <summary>Read by the caller only while the worker has no block.</summary>
    public FlowMeter Meter { get; }

    public void Start() => _thread.Start();

    public void Give(PacketBlock block) => _blocks.Add(block);

    /// <summary>Waits for the next rows.</summary>
    /// <exception cref="Exception">Whatever ended the worker.</exception>
    public RowRun Next()
    {
        var run = _full.Take();
        _fault?.Throw();
        return run;
    }

    public void Return(RowRun run)
    {
        run.Clear();
        _empty.Add(run);
    }

    public void Dispose()
    {
        _blocks.CompleteAdding();
        _empty.CompleteAdding();
        if (_thread.IsAlive) _thread.Join();
        Meter.Dispose();
        _blocks.Dispose();
        _full.Dispose();
        _empty.Dispose();
    }

    private void Work()
    {
        try
        {
            foreach (var block in _blocks.GetConsumingEnumerable())
            {
                if (block.Batch.Count > 0) Meter.Process(block.Batch);
                if (block.Clock is { } clock) Meter.AdvanceClock(clock);
                if (block.IsLast) Meter.Finish();
                Pass(endsBlock: true);
            }
        }
        catch (InvalidOperationException) when (_empty.IsAddingCompleted)
        {
            // The caller has given up: nobody wants the rows.
        }
#pragma warning disable CA1031 // It surfaces on the caller's thread.
        catch (Exception e)
#pragma warning restore CA1031
        {
            _fault = ExceptionDispatchInfo.Capture(e);
            _full.Add(_run);
        }
    }

    private void Take(FlowRow row)
    {
        _run.Keys.Add(RowKey.Of(Meter.Sequence, row));
        _run.Rows.Add(row);
        if (_run.Keys.Count == RowRun.MaxRows) Pass(endsBlock: false);
    }

    private void Pass(bool endsBlock)
    {
        _run.EndsBlock = endsBlock;
        _full.Add(_run);
        _run = _empty.Take();
    }
}
