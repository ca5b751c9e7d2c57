using NetThreat.Capture.Files;
using NetThreat.Core.Flows;
using NetThreat.Core.Packets;
using NetThreat.Packets;
using NetThreat.Packets.Network;
using NetThreat.Testing;
using NetThreat.Testing.Packets;
using Xunit.Abstractions;

namespace NetThreat.Tests.Packets;

/// <summary>
/// Every packet kind of the test captures, cut at every length and changed at random, decoded from memory that ends where the packet ends:
/// reading one byte too far ends the process.
/// </summary>
public sealed class DamagedPacketTests(ITestOutputHelper output) : IDisposable
{
    private const int MaxLayers = 8;
    private readonly GuardedBytes _memory = new(512 * 1024);
    private DecodedPacket _d;

    public void Dispose() => _memory.Dispose();

    [DataFact]
    public void Damaged_packets_are_decoded_without_reading_outside()
    {
        var random = new Random(4);
        long decodes = 0;
        foreach (var (bytes, wire, link) in Samples())
        {
            for (int n = 0; n <= Math.Min(bytes.Length, 160); n++, decodes++) Check(_memory.Place(bytes.AsSpan(0, n), link, wire));
            for (int n = 0; n < 48; n++, decodes++)
            {
                byte[] copy = [.. bytes];
                for (int changes = random.Next(1, 5); changes > 0 && copy.Length > 0; changes--)
                {
                    int at = random.Next(Math.Min(copy.Length, 128));
                    copy[at] = random.Next(4) == 0 ? (byte)random.Next(256) : (byte)(copy[at] ^ 1 << random.Next(8));
                }

                Check(_memory.Place(copy, link, n % 3 == 0 ? copy.Length : wire));
            }
        }

        output.WriteLine($"{decodes} decodes");
        Assert.True(decodes > 100_000);
    }

    [Fact]
    public void Noise_of_every_link_type_is_decoded_without_reading_outside()
    {
        var random = new Random(5);
        ushort[] links = [0, 1, 9, 12, 14, 50, 51, 101, 104, 105, 108, 113, 119, 127, 163, 166, 192, 204, 228, 229, 239, 274, 276, 147];
        byte[] bytes = new byte[96];
        for (int n = 0; n < 40_000; n++)
        {
            random.NextBytes(bytes);
            if (n % 2 == 0) Array.Clear(bytes, 0, random.Next(32));
            Check(_memory.Place(bytes.AsSpan(0, random.Next(bytes.Length + 1)), links[n % links.Length], 1500));
        }
    }

    /// <summary>A few packets of every capture: the first of each mixture of outcome, protocol and ports' neighbourhood.</summary>
    private static IEnumerable<(byte[] Bytes, int Wire, ushort Link)> Samples()
    {
        var seen = new HashSet<(ushort, DecodeOutcome, byte, ushort, TunnelKind)>();
        var batch = new PacketBatch();
        foreach (string file in Files())
        {
            using var source = Open(file);
            for (int read = 0; read < 8 && source is not null && Next(source, batch); read++)
                for (int i = 0; i < batch.Count; i++)
                    if (IsNew(in batch.Packets[i], seen)) yield return (batch.Packets[i].Data.ToArray(), batch.Packets[i].WireLength, batch.Packets[i].LinkType);
        }
    }

    private static bool IsNew(in CapturedPacket p, HashSet<(ushort, DecodeOutcome, byte, ushort, TunnelKind)> seen)
    {
        DecodedPacket d = default;
        var outcome = PacketDecoder.Decode(in p, ref d);
        ushort port = outcome == DecodeOutcome.Flow ? Math.Min(d.SourcePort, d.DestinationPort) : (ushort)0;
        return seen.Add((p.LinkType, outcome, outcome == DecodeOutcome.Flow ? d.Protocol : (byte)0, port, d.Tunnel));
    }

    private static IPacketSource? Open(string file)
    {
        try
        {
            return CaptureFile.Open(file);
        }
        catch (CaptureException)
        {
            return null;
        }
    }

    private static bool Next(IPacketSource source, PacketBatch batch)
    {
        try
        {
            return source.Read(batch, default);
        }
        catch (CaptureException)
        {
            return false;
        }
    }

    private static IEnumerable<string> Files() => new[] { "peers/zeek/Traces", "peers/arkime", "peers/ndpi/pcap" }.Select(Data.Path).Where(Directory.Exists)
        .SelectMany(f => Directory.EnumerateFiles(f, "*.pcap*", SearchOption.AllDirectories)).Order(StringComparer.Ordinal);

    private void Check(in CapturedPacket packet)
    {
        var outcome = PacketDecoder.Decode(in packet, ref _d);
        for (var next = _d; next.NextFrame != 0;)
        {
            var previous = next;
            if (PacketDecoder.DecodeNext(in packet, in previous, ref next) == DecodeOutcome.Flow) AssertInside(in packet, in next);
            Assert.True(next.NextFrame == 0 || next.NextFrame > previous.NextFrame);
        }

        for (int layer = 0; outcome == DecodeOutcome.Flow; layer++)
        {
            AssertInside(in packet, in _d);
            DecodedPacket quoted = default;
            if (QuotedPacket.IsError(in _d)) QuotedPacket.TryRead(in packet, in _d, ref quoted);
            if (_d.Inner == InnerLayer.None || layer == MaxLayers) return;
            var outer = _d;
            outcome = PacketDecoder.DecodeInner(in packet, in outer, ref _d);
        }

        if (outcome == DecodeOutcome.LaterFragment) AssertInside(in packet, in _d);
    }

    private static void AssertInside(in CapturedPacket packet, in DecodedPacket d)
    {
        if (d.PayloadOffset >= 0 && d.CapturedPayload >= 0 && d.PayloadOffset + d.CapturedPayload <= packet.Length && d.CapturedPayload <= d.PayloadLength
            && (d.Inner == InnerLayer.None || d.InnerSkip <= d.CapturedPayload)) return;
        Assert.Fail($"payload {d.PayloadOffset}+{d.CapturedPayload} of {d.PayloadLength}, inner at {d.InnerSkip}, in {packet.Length} bytes: {Convert.ToHexString(packet.Data)}");
    }
}
