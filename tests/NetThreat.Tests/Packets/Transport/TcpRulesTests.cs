using NetThreat.Core.Flows;
using NetThreat.Packets;
using NetThreat.Testing.Packets;
using static NetThreat.Testing.Packets.PacketBytes;

namespace NetThreat.Tests.Packets.Transport;

public sealed class TcpRulesTests : IDisposable
{
    private readonly GuardedBytes _memory = new();
    private DecodedPacket _d;

    public void Dispose() => _memory.Dispose();

    [Theory]
    [InlineData(0x02, Anomaly.None)] // SYN
    [InlineData(0x12, Anomaly.None)] // SYN, ACK
    [InlineData(0xC2, Anomaly.None)] // SYN that offers ECN
    [InlineData(0x10, Anomaly.None)]
    [InlineData(0x18, Anomaly.None)]
    [InlineData(0x11, Anomaly.None)]
    [InlineData(0x04, Anomaly.None)]
    [InlineData(0x14, Anomaly.None)]
    [InlineData(0x00, Anomaly.TcpNoFlags)]
    [InlineData(0x29, Anomaly.TcpXmas | Anomaly.TcpUrgentPointer)]
    [InlineData(0x01, Anomaly.TcpNoAck)]
    [InlineData(0x08, Anomaly.TcpNoAck)]
    [InlineData(0x03, Anomaly.TcpSynFin)]
    [InlineData(0x06, Anomaly.TcpSynRst)]
    [InlineData(0x05, Anomaly.TcpFinRst)]
    [InlineData(0x30, Anomaly.TcpUrgentPointer)] // URG with a pointer of zero
    public void Flags_that_no_stack_sends_are_named(byte flags, Anomaly expected) => Assert.Equal(expected, Of(Tcp(1, 2, flags)));

    [Fact]
    public void Header_fields_that_make_no_sense_are_named()
    {
        Assert.Equal(Anomaly.TcpReservedBits, Of(With(Tcp(1, 2, 0x10), 12, 0x52)));
        Assert.Equal(Anomaly.None, Of(With(Tcp(1, 2, 0x10), 12, 0x51))); // accurate ECN
        Assert.Equal(Anomaly.PortZero, Of(Tcp(0, 2, 0x10)));
        Assert.Equal(Anomaly.TcpZeroWindowSyn, Of(Tcp(1, 2, 2, window: 0)));
        Assert.Equal(Anomaly.None, Of(Tcp(1, 2, 0x10, window: 0)));
        Assert.Equal(Anomaly.TcpUrgentPointer, Of(With(Tcp(1, 2, 0x30, [1, 2]), 19, 4)));
        Assert.Equal(Anomaly.None, Of(With(Tcp(1, 2, 0x30, [1, 2]), 19, 2)));
    }

    [Fact]
    public void Data_on_a_SYN_is_odd_without_fast_open()
    {
        Assert.Equal(Anomaly.TcpDataOnSyn, Of(Tcp(1, 2, 2, [1])));
        Assert.Equal(Anomaly.TcpDataOnSyn, Of(Tcp(1, 2, 2, [1], options: [2, 4, 5, 0xB4])));
        Assert.Equal(Anomaly.None, Of(Tcp(1, 2, 2, [1], options: [34, 10, 1, 2, 3, 4, 5, 6, 7, 8, 1, 1])));
        Assert.Equal(Anomaly.None, Of(Tcp(1, 2, 2, [1], options: [254, 4, 0xF9, 0x89])));
    }

    [Theory]
    [InlineData(new byte[] { 2, 4, 5, 0xB4 }, Anomaly.None)]
    [InlineData(new byte[] { 1, 1, 8, 10, 0, 0, 0, 0, 0, 0, 0, 0 }, Anomaly.None)]
    [InlineData(new byte[] { 0, 99, 99, 99 }, Anomaly.None)] // behind the end
    [InlineData(new byte[] { 1, 1, 1, 3 }, Anomaly.TcpBadOptions)]
    [InlineData(new byte[] { 3, 0, 0, 0 }, Anomaly.TcpBadOptions)]
    [InlineData(new byte[] { 2, 8, 5, 0xB4 }, Anomaly.TcpBadOptions)]
    public void Options_must_fit(byte[] options, Anomaly expected) => Assert.Equal(expected, Of(Tcp(1, 2, 0x10, options: options)));

    private static byte[] With(byte[] bytes, int at, byte value)
    {
        byte[] copy = [.. bytes];
        copy[at] = value;
        return copy;
    }

    private Anomaly Of(byte[] segment)
    {
        Assert.Equal(DecodeOutcome.Flow, PacketDecoder.Decode(_memory.Place(Ethernet(0x0800, IPv4(6, segment))), ref _d));
        return _d.Anomalies;
    }
}
