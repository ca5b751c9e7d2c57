using NetThreat.Capture.Files;
using NetThreat.Core.Packets;
using NetThreat.Core.Time;
using NetThreat.Simulation;

namespace NetThreat.Tests.Simulation;

public class PcapWriterTests
{
    [Fact]
    public void What_is_written_is_read_back_to_the_nanosecond()
    {
        using var stream = new MemoryStream();
        var writer = new PcapWriter(stream, SimulatedPacketSource.LinkType);
        var frames = Simulated.Frames(Scenarios.Office(4), 5);
        foreach (var frame in frames) Write(writer, frame.Bytes, frame.Bytes.Length + 3, frame.Time + TimeSpan.Zero, 1);
        stream.Position = 0;
        using var source = CaptureFile.Open(new MemoryStream(stream.ToArray()), "memory");
        var batch = new PacketBatch();
        int at = 0;
        while (source.Read(batch, CancellationToken.None))
        {
            for (int i = 0; i < batch.Count; i++, at++)
            {
                Assert.Equal(frames[at].Bytes, batch.Packets[i].Data.ToArray());
                Assert.Equal(frames[at].Time, batch.Packets[i].Time);
                Assert.Equal(frames[at].Bytes.Length + 3, batch.Packets[i].WireLength);
            }
        }

        Assert.Equal(frames.Count, at);
    }

    [Fact]
    public void The_file_header_is_that_of_a_nanosecond_capture()
    {
        using var stream = new MemoryStream();
        _ = new PcapWriter(stream, 1);
        Assert.Equal("4D3CB2A1020004000000000000000000000004000100000000"[..48], Convert.ToHexString(stream.ToArray()));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(4_294_967_296L * 1_000_000_000)]
    public void Refuses_a_time_that_the_format_cannot_hold(long nanoseconds)
    {
        var writer = new PcapWriter(Stream.Null, 1);
        Assert.Throws<ArgumentException>(() => Write(writer, [1], 1, new Timestamp(nanoseconds), 1));
    }

    [Fact]
    public void Refuses_another_link_type()
    {
        var writer = new PcapWriter(Stream.Null, 1);
        Assert.Throws<ArgumentException>(() => Write(writer, [1], 1, Simulated.Start, 101));
    }

    private static unsafe void Write(PcapWriter writer, byte[] bytes, int wireLength, Timestamp time, ushort linkType)
    {
        fixed (byte* data = bytes) writer.Write(new CapturedPacket(data, bytes.Length, wireLength, time, linkType));
    }
}
