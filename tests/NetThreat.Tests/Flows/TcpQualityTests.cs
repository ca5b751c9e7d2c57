using NetThreat.Flows.Features;
using NetThreat.Flows.Tcp;
using NetThreat.Packets;

namespace NetThreat.Tests.Flows;

public class TcpQualityTests
{
    private const uint A = 0x0A000001, B = 0x0A000002;
    private const byte Syn = 2, Ack = 16;

    private static double Of(TestTraffic t, string column)
    {
        int at = FlowFeatures.Schema.IndexOf(column);
        Assert.True(at >= 0, column);
        return MeterRun.Of(t).Single(r => r.Final).Features![at];
    }

    private static TestTraffic Open() => new TestTraffic()
        .Tcp(0, A, 4000, B, 80, Syn, 100)
        .Tcp(0.010, B, 80, A, 4000, Syn | Ack, 500, 101)
        .Tcp(0.013, A, 4000, B, 80, Ack, 101, 501);

    private static TestTraffic Send(TestTraffic t, double at, uint sequence, int payload) => t.Tcp(at, A, 4000, B, 80, Ack, sequence, 501, payload);

    private static TestTraffic Acknowledge(TestTraffic t, double at, uint acknowledgment) => t.Tcp(at, B, 80, A, 4000, Ack, 501, acknowledgment);

    [Fact]
    public void The_handshake_gives_both_round_trips()
    {
        Assert.Equal(10_000, Of(Open(), "fwd_handshake_rtt"));
        Assert.Equal(3_000, Of(Open(), "bwd_handshake_rtt"));
        Assert.Equal(0, Of(Open(), "fwd_rtt_samples"));
        Assert.Equal(double.NaN, Of(Open(), "fwd_rtt_min"));
    }

    [Fact]
    public void A_syn_sent_again_leaves_the_round_trip_unknown()
    {
        var t = new TestTraffic().Tcp(0, A, 4000, B, 80, Syn, 100).Tcp(1, A, 4000, B, 80, Syn, 100).Tcp(1.01, B, 80, A, 4000, Syn | Ack, 500, 101);
        Assert.Equal(double.NaN, Of(t, "fwd_handshake_rtt"));
        Assert.Equal(1, Of(t, "fwd_retransmissions"));
        Assert.Equal(0, Of(t, "fwd_retransmitted_bytes"));
    }

    [Fact]
    public void Data_is_timed_to_the_acknowledgement_that_covers_it()
    {
        var t = Open();
        Acknowledge(Send(t, 0.1, 101, 100), 0.13, 201);
        Acknowledge(Send(t, 0.2, 201, 100), 0.21, 301);
        Assert.Equal(2, Of(t, "fwd_rtt_samples"));
        Assert.Equal(10_000, Of(t, "fwd_rtt_min"));
        Assert.Equal(20_000, Of(t, "fwd_rtt_mean"));
        Assert.Equal(0, Of(t, "bwd_rtt_samples"));
    }

    [Fact]
    public void What_was_sent_again_is_a_retransmission_and_not_timed()
    {
        var t = Open();
        Acknowledge(Send(Send(t, 0.1, 101, 100), 0.3, 101, 100), 0.33, 201);
        Assert.Equal(1, Of(t, "fwd_retransmissions"));
        Assert.Equal(100, Of(t, "fwd_retransmitted_bytes"));
        Assert.Equal(0, Of(t, "fwd_rtt_samples"));
        Assert.Equal(0, Of(t, "fwd_out_of_order"));
    }

    [Fact]
    public void A_segment_that_fills_a_hole_is_out_of_order()
    {
        var t = Open();
        Send(Send(Send(t, 0.1, 101, 100), 0.101, 301, 100), 0.102, 201, 100);
        Assert.Equal(1, Of(t, "fwd_out_of_order"));
        Assert.Equal(0, Of(t, "fwd_retransmissions"));
        Assert.Equal(0, Of(t, "fwd_overlaps"));
    }

    [Fact]
    public void A_segment_with_old_and_new_bytes_overlaps()
    {
        var t = Open();
        Send(Send(t, 0.1, 101, 100), 0.2, 151, 100);
        Assert.Equal(1, Of(t, "fwd_overlaps"));
        Assert.Equal(0, Of(t, "fwd_retransmissions"));
    }

    [Fact]
    public void Repeated_acknowledgements_count_only_while_data_is_outstanding()
    {
        var t = Open();
        Send(Send(t, 0.1, 101, 100), 0.11, 301, 100);
        for (int i = 0; i < 4; i++) Acknowledge(t, 0.12 + i * 0.01, 201);
        Assert.Equal(3, Of(t, "bwd_duplicate_acks"));
        Send(t, 0.2, 201, 100);
        for (int i = 0; i < 3; i++) Acknowledge(t, 0.22 + i * 0.01, 401);
        Assert.Equal(3, Of(t, "bwd_duplicate_acks"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void A_segment_one_before_the_next_is_a_keep_alive(int payload)
    {
        var t = Open();
        Acknowledge(Send(t, 0.1, 101, 100), 0.11, 201);
        Acknowledge(Send(t, 30, 200, payload), 30.1, 201);
        Assert.Equal(1, Of(t, "fwd_keep_alives"));
        Assert.Equal(0, Of(t, "fwd_retransmissions"));
    }

    [Fact]
    public void Other_protocols_have_no_quality()
    {
        var t = new TestTraffic().Udp(0, A, 1, B, 2);
        Assert.Equal(double.NaN, Of(t, "fwd_retransmissions"));
        Assert.Equal(double.NaN, Of(t, "bwd_rtt_samples"));
    }

    [Fact]
    public void Options_of_a_syn_are_read_within_their_bounds()
    {
        byte[] frame = [.. new byte[20], 2, 4, 5, 180, 1, 3, 3, 7];
        var p = new DecodedPacket { PayloadOffset = frame.Length, TransportHeaderLength = frame.Length };
        Assert.Equal(new TcpOptions(7, 1460), TcpOptions.Read(in p, frame));
        for (int value = 0; value < 256; value++)
        {
            for (int i = 20; i < frame.Length; i++)
            {
                byte[] bent = [.. frame];
                bent[i] = (byte)value;
                var options = TcpOptions.Read(in p, bent);
                Assert.InRange(options.WindowScale, -1, 255);
                Assert.InRange(options.SegmentSize, 0, 65535);
            }
        }
    }
}
