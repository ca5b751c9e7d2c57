using NetThreat.Core.Flows;
using NetThreat.Core.Packets;
using NetThreat.Core.Streams;
using NetThreat.Core.Time;
using NetThreat.Core.Wire;
using NetThreat.FlowExport;
using NetThreat.Flows;
using NetThreat.Testing.Fuzz;

namespace NetThreat.Tests.Fuzz.Targets;

/// <summary>
/// The whole meter with little memory and wild times: no packet is lost from its ledger, memory stays below its limit, records leave in
/// order or count as late, and every record survives the wire and every format.
/// </summary>
internal sealed class MeterTarget : IFuzzTarget
{
    private const long Limit = 4 << 20, Second = 1_000_000_000;
    private const int Sampled = 32;
    private static readonly Vantage Vantage = new("fuzz", "tap");

    private readonly PacketBatch _batch = new(1);
    private readonly TextBuffer _output = new(Stream.Null);
    private readonly IFlowWriter[] _writers;
    private FlowMeter? _meter;
    private Timestamp _latest;
    private long _time, _disorder, _records, _covered;

    public MeterTarget()
    {
        _writers = [.. FlowFormats.All.SelectMany(f => f.Logs).Select(l => l.Writer())];
        foreach (var writer in _writers) writer.Begin(_output);
    }

    public string Name => "meter";

    public int Share => 24;

    public long MaxAllocation => 64 << 20;

    public bool KeepsState => true;

    public IReadOnlyList<FuzzInput> Seeds(IReadOnlyList<FuzzInput> packets) => packets;

    public void Run(in CapturedPacket input, ref FuzzRandom random)
    {
        var meter = _meter ??= Begin();
        _time = Time(ref random);
        _batch.Clear();
        unsafe
        {
            fixed (byte* p = input.Data) _batch.Add(new CapturedPacket(p, input.Length, input.WireLength, new Timestamp(_time), input.LinkType));
        }

        meter.Process(_batch);
        if (meter.MemoryBytes > Limit) throw new FuzzFaultException($"{meter.MemoryBytes} bytes in use, the limit is {Limit}");
        if (random.OneIn(1000) && meter.Ledger.Snapshot(meter.Clock, meter.HeldPackets).Unaccounted != 0) throw new FuzzFaultException("the ledger does not balance");
    }

    public void Reset()
    {
        if (_meter is not { } meter) return;
        _meter = null;
        using (meter)
        {
            meter.Finish();
            if (meter.HeldPackets != 0 || meter.LiveFlows != 0) throw new FuzzFaultException($"{meter.HeldPackets} packets in {meter.LiveFlows} flows are left after the end");
            if (meter.Ledger.Snapshot(meter.Clock, 0).Unaccounted != 0) throw new FuzzFaultException("the ledger does not balance at the end");
            if (_covered != meter.Ledger.TotalOut) throw new FuzzFaultException($"records cover {_covered} packets, the ledger says {meter.Ledger.TotalOut}");
            if (_disorder > meter.LateRecords) throw new FuzzFaultException($"{_disorder} records out of order, {meter.LateRecords} known as late");
        }
    }

    private FlowMeter Begin()
    {
        (_latest, _disorder, _covered, _time) = (Timestamp.MinValue, 0, 0, 1_700_000_000 * Second);
        return new FlowMeter(new MeterOptions { MaxMemoryBytes = Limit }, Vantage, Take);
    }

    /// <summary>Mostly a little later; at times silence, disorder, or years.</summary>
    private long Time(ref FuzzRandom random) => random.Below(256) switch
    {
        < 200 => _time + random.Below(1_000_000),
        < 230 => _time + random.Below(2_000_000_000),
        < 245 => _time - random.Below(2_000_000_000),
        < 253 => _time + random.Below(400) * Second,
        253 => (long)random.Next(),
        254 => 1_700_000_000 * Second,
        _ => _time - random.Below(100_000) * Second,
    };

    private void Take(FlowRecord record)
    {
        _covered += record.Delta.Packets;
        if (record.Time < _latest) _disorder++;
        _latest = Timestamp.Max(_latest, record.Time);
        if (record.Time < record.End || record.End < record.Start) throw new FuzzFaultException($"impossible times in {record}");
        if (++_records % Sampled != 0) return;
        byte[] bytes = FlowsCodec.Encode(new FlowsBatch(Vantage, new StreamId("fuzz", "run"), [record], null));
        if (!FlowsCodec.TryDecode(bytes, out _, out string? error)) throw new FuzzFaultException($"the record does not survive the wire: {error}; {record}");
        if (record.Final)
            foreach (var writer in _writers) writer.Write(record, record.Application, _output);
    }
}
