using NetThreat.Core.Ledger;
using NetThreat.Core.Packets;

namespace NetThreat.Testing.Captures;

/// <summary>Everything a packet source gave, copied out of its batches.</summary>
public sealed record SourceReading(IReadOnlyList<RecordedPacket> Packets, IReadOnlyList<ushort> LinkTypes, IReadOnlyList<LedgerLoss> Losses)
{
    public static SourceReading Of(IPacketSource source, int batchSize = 256)
    {
        var packets = new List<RecordedPacket>();
        var links = new List<ushort>();
        var batch = new PacketBatch(batchSize);
        while (source.Read(batch, CancellationToken.None))
        {
            foreach (ref readonly var p in batch.Packets)
            {
                packets.Add(new(p.Time.Nanoseconds, p.Data.ToArray(), p.WireLength));
                links.Add(p.LinkType);
            }
        }

        return new(packets, links, source.Losses);
    }
}
