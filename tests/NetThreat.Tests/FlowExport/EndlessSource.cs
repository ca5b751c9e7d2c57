using NetThreat.Core.Ledger;
using NetThreat.Core.Packets;
using NetThreat.Core.Time;
using NetThreat.Testing.Packets;

namespace NetThreat.Tests.FlowExport;

/// <summary>Packets without end, each of a new flow with a DNS query, as from standard input; stops after a number.</summary>
internal sealed unsafe class EndlessSource(long packets) : IPacketSource
{
    private static readonly byte[] Query = [0, 1, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 7, .. "example"u8, 3, .. "com"u8, 0, 0, 1, 0, 1];

    private readonly byte[] _frame = Pinned(PacketBytes.Ethernet(0x0800, PacketBytes.IPv4(17, PacketBytes.Udp(40_000, 53, Query))));

    /// <summary>One frame for each place of a batch: what a batch points at must live as long as it is not filled again.</summary>
    private readonly List<byte[]> _copies = [];
    private long _sent;

    public string Name => "endless";

    public bool IsLive => false;

    public IReadOnlyList<LedgerLoss> Losses => [];

    public bool Read(PacketBatch batch, CancellationToken cancellation)
    {
        batch.Clear();
        while (!batch.IsFull && _sent < packets) Add(batch);
        return batch.Count > 0;
    }

    public void Dispose()
    {
    }

    /// <summary>The source's address and port say which flow it is.</summary>
    private void Add(PacketBatch batch)
    {
        if (_copies.Count == batch.Count) _copies.Add(Pinned(_frame));
        byte[] copy = _copies[batch.Count];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(copy.AsSpan(26), 0x0A00_0000u + (uint)(_sent / 50_000));
        System.Buffers.Binary.BinaryPrimitives.WriteUInt16BigEndian(copy.AsSpan(34), (ushort)(_sent % 50_000 + 1024));
        // 20 ms apart: 3,000 flows are open within UDP's timeout.
        var time = new Timestamp(1_700_000_000_000_000_000 + _sent++ * 20_000_000);
        fixed (byte* p = copy) batch.Add(new CapturedPacket(p, copy.Length, copy.Length, time, 1));
    }

    private static byte[] Pinned(byte[] bytes)
    {
        byte[] pinned = GC.AllocateUninitializedArray<byte>(bytes.Length, pinned: true);
        bytes.CopyTo(pinned, 0);
        return pinned;
    }
}
