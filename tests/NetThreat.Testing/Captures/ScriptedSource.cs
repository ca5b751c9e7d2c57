using NetThreat.Core.Ledger;
using NetThreat.Core.Packets;
using NetThreat.Core.Time;
using NetThreat.Testing.Packets;

namespace NetThreat.Testing.Captures;

/// <summary>A packet source that gives the batches of a script, one a read; a null batch is silence; after the last it has ended.</summary>
public sealed class ScriptedSource(bool live, params RecordedPacket[]?[] script) : IPacketSource
{
    private readonly List<GuardedBytes> _memory = [];
    private int _next;

    public string Name => "script";

    public bool IsLive => live;

    public IReadOnlyList<LedgerLoss> Losses { get; set; } = [];

    /// <summary>Called before each read with its number.</summary>
    public Action<int>? BeforeRead { get; set; }

    public bool Read(PacketBatch batch, CancellationToken cancellation)
    {
        batch.Clear();
        cancellation.ThrowIfCancellationRequested();
        BeforeRead?.Invoke(_next);
        cancellation.ThrowIfCancellationRequested();
        if (_next == script.Length) return false;
        foreach (var p in script[_next++] ?? [])
        {
            var memory = new GuardedBytes(p.Data.Length);
            _memory.Add(memory);
            batch.Add(memory.Place(p.Data, wireLength: p.WireLength, time: new Timestamp(p.Nanoseconds)));
        }

        return true;
    }

    public void Dispose() => _memory.ForEach(m => m.Dispose());
}
