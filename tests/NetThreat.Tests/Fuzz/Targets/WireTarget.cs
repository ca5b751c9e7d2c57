using NetThreat.Core.Packets;
using NetThreat.Core.Wire;
using NetThreat.Testing.Fuzz;
using NetThreat.Testing.Samples;

namespace NetThreat.Tests.Fuzz.Targets;

/// <summary>The codecs of all topics on messages of any of them.</summary>
internal sealed class WireTarget : IFuzzTarget
{
    public string Name => "wire";

    public int Share => 2;

    /// <summary>A record is a few times larger than its bytes on the wire.</summary>
    public long MaxAllocation => 32 << 20;

    public bool KeepsState => false;

    public IReadOnlyList<FuzzInput> Seeds(IReadOnlyList<FuzzInput> packets)
    {
        var random = new Random(1);
        return
        [
            .. Enumerable.Range(0, 64).Select(_ => new FlowsBatch(FlowSamples.Vantage, FlowSamples.Stream, [FlowSamples.Record(random), FlowSamples.Record(random)], null))
                .Select(b => new FuzzInput(FlowsCodec.Encode(b), 0)),
            .. Enumerable.Range(0, 16).Select(i => new FuzzInput(DeadLetterCodec.Encode(new DeadLetter("flows", i, i * 100, "reason", new byte[] { 1, 2, 3 })), 0)),
        ];
    }

    public void Run(in CapturedPacket input, ref FuzzRandom random)
    {
        byte[] bytes = input.Data.ToArray();
        if (FlowsCodec.TryDecode(bytes, out var flows, out _)) FlowsCodec.Encode(flows!);
        FindingsCodec.TryDecode(bytes, out _, out _);
        IncidentsCodec.TryDecode(bytes, out _, out _);
        SensorsCodec.TryDecode(bytes, out _, out _);
        DeadLetterCodec.TryDecode(bytes, out _, out _);
    }
}
