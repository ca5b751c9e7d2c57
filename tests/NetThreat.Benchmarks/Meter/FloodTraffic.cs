using System.Buffers.Binary;
using NetThreat.Core.Packets;
using NetThreat.Core.Time;

namespace NetThreat.Benchmarks.Meter;

/// <summary>
/// A flood of SYNs, each from another address and port, over conversations that go on all the while; made packet by packet, the same in
/// every run. A flood packet every microsecond, a packet of the background after every hundredth.
/// </summary>
internal sealed unsafe class FloodTraffic
{
    public const int Background = 1000;

    /// <summary>The responder's port of the background; the flood has another.</summary>
    public const ushort BackgroundPort = 443;

    private const int Frame = 60, BatchSize = 256, Between = 100;
    private const uint FloodNetwork = 0x1E00_0000, Server = 0xC612_0001, Clients = 0x0A00_0100;
    private static readonly long Start = 1_700_000_000L * Timestamp.NanosecondsPerSecond;
    private readonly byte[] _memory = GC.AllocateArray<byte>(Frame * BatchSize, pinned: true);
    private readonly PacketBatch _batch = new(BatchSize);

    /// <param name="flood">Packets of the flood.</param>
    /// <param name="tuples">Of how many tuples, again and again.</param>
    public void Play(long flood, long tuples, Action<PacketBatch> process)
    {
        long background = 0;
        for (long i = 0; i < flood; i++)
        {
            Add(i, FloodNetwork + (uint)(i % tuples), (ushort)(1024 + i % tuples % 60_000), Server, 80, 2, (uint)i, process);
            if (i % Between == 0) Converse(i, background++, process);
        }

        if (_batch.Count > 0) process(_batch);
        _batch.Clear();
    }

    /// <summary>Packets that the background has beside a flood of that size.</summary>
    public static long BackgroundPackets(long flood) => (flood + Between - 1) / Between;

    /// <summary>Each flow shakes hands, then both sides send in turn.</summary>
    private void Converse(long i, long n, Action<PacketBatch> process)
    {
        uint client = Clients + (uint)(n % Background);
        long turn = n / Background;
        bool answers = turn % 2 == 1;
        byte flags = (byte)(turn switch { 0 => 2, 1 => 0x12, _ => 0x10 });
        uint sequence = 1000 + (uint)(turn > 1 ? 1 : 0);
        if (answers) Add(i, Server, BackgroundPort, client, 40_000, flags, sequence, process);
        else Add(i, client, 40_000, Server, BackgroundPort, flags, sequence, process);
    }

    private void Add(long i, uint source, ushort sourcePort, uint destination, ushort destinationPort, byte flags, uint sequence, Action<PacketBatch> process)
    {
        int at = _batch.Count * Frame;
        var b = _memory.AsSpan(at, Frame);
        b.Clear();
        b[12] = 8;
        b[14] = 0x45;
        b[17] = 40;
        b[22] = 64;
        b[23] = 6;
        BinaryPrimitives.WriteUInt32BigEndian(b[26..], source);
        BinaryPrimitives.WriteUInt32BigEndian(b[30..], destination);
        BinaryPrimitives.WriteUInt16BigEndian(b[34..], sourcePort);
        BinaryPrimitives.WriteUInt16BigEndian(b[36..], destinationPort);
        BinaryPrimitives.WriteUInt32BigEndian(b[38..], sequence);
        BinaryPrimitives.WriteUInt32BigEndian(b[42..], flags == 2 ? 0u : 1001u);
        b[46] = 0x50;
        b[47] = flags;
        fixed (byte* p = b) _batch.Add(new CapturedPacket(p, Frame, Frame, new Timestamp(Start + i * 1000), 1, PacketFlags.ChecksumGood));
        if (!_batch.IsFull) return;
        process(_batch);
        _batch.Clear();
    }
}
