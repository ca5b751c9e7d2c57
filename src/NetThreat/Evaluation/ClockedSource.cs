using NetThreat.Core.Ledger;
using NetThreat.Core.Packets;

namespace NetThreat.Evaluation;

/// <summary>Shows the packets of another source to a clock as they pass. The inner source is disposed with it.</summary>
internal sealed class ClockedSource(IPacketSource inner, BenignClock clock) : IPacketSource
{
    public string Name => inner.Name;

    public bool IsLive => inner.IsLive;

    public IReadOnlyList<LedgerLoss> Losses => inner.Losses;

    public bool Read(PacketBatch batch, CancellationToken cancellation)
    {
        if (!inner.Read(batch, cancellation)) return false;
        foreach (ref readonly var packet in batch.Packets) clock.Packet(packet.Time);
        return true;
    }

    public void Dispose() => inner.Dispose();
}
