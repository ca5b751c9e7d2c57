using NetThreat.Evaluation;

namespace NetThreat.Tests.Evaluation;

public class BenignClockTests
{
    [Theory]
    [InlineData(300, 300)]
    [InlineData(300.1, 0)]
    public void Gaps_over_300_s_are_left_out(double gap, double expected) => Assert.Equal(expected, Seconds([], 0, gap), 1e-6);

    [Fact]
    public void Time_between_packets_adds_up() => Assert.Equal(110, Seconds([], 0, 10, 60, 100_000, 100_050), 1e-6);

    [Fact]
    public void Malicious_time_is_left_out_once()
    {
        (double, double)[] malicious = [(20, 40), (30, 50), (90, 500)];
        Assert.Equal(100 - 30 - 10, Seconds(malicious, 0, 35, 100), 1e-6);
    }

    [Fact]
    public void The_order_of_the_packets_does_not_matter()
    {
        double[] times = [0, 250, 500, 900, 1150, 1900, 2100];
        double[] shuffled = [0, 2100, 500, 1150, 250, 1900, 900];
        Assert.Equal(500 + 250 + 200, Seconds([], times), 1e-6);
        Assert.Equal(Seconds([(100, 300)], times), Seconds([(100, 300)], shuffled), 1e-6);
    }

    [Fact]
    public void Knows_the_first_packet_and_their_number()
    {
        BenignClock clock = new([]);
        Assert.Null(clock.First);
        clock.Packet(Sample.At(3));
        clock.Packet(Sample.At(2));
        Assert.Equal((Sample.At(3), 2), (clock.First!.Value, clock.Packets));
    }

    private static double Seconds((double Start, double End)[] malicious, params double[] packets)
    {
        BenignClock clock = new(malicious.Select(m => (TimeSpan.FromSeconds(m.Start), TimeSpan.FromSeconds(m.End))));
        foreach (double p in packets) clock.Packet(Sample.At(p));
        return clock.Hours * 3600;
    }
}
