using NetThreat.Core.Findings;
using NetThreat.Core.Net;
using NetThreat.Testing.Samples;
using NetThreat.Web.Dashboard;
using NetThreat.Web.Identity;
using NetThreat.Web.Live;

namespace NetThreat.Tests.Web;

/// <summary>Numbers and words of the live view.</summary>
public sealed class LiveViewTests
{
    private static readonly DateTimeOffset s_now = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Throughput_spreads_work_over_its_time_and_loses_none()
    {
        var throughput = new Throughput();
        for (int i = 0; i < 20; i++) throughput.Add(s_now.AddSeconds(0.7 * i), s_now.AddSeconds(0.7 * (i + 1)), 70, 700, 7);
        var rates = throughput.Rates(s_now.AddSeconds(16));
        Assert.Equal(Throughput.Buckets - 1, rates.Length);
        Assert.Equal(100, rates[^2].Packets, 3);
        Assert.Equal(1400, rates.Sum(p => p.Packets) * Throughput.Bucket.TotalSeconds, 3);
        Assert.Equal(0, rates[0].Packets);
    }

    [Fact]
    public void Throughput_forgets_what_is_older_than_the_curve()
    {
        var throughput = new Throughput();
        throughput.Add(s_now, s_now.AddSeconds(2), 100, 0, 0);
        throughput.Add(s_now.AddHours(1), s_now.AddHours(1).AddSeconds(2), 10, 0, 0);
        Assert.Equal(10, throughput.Rates(s_now.AddHours(1).AddSeconds(4)).Sum(p => p.Packets) * Throughput.Bucket.TotalSeconds, 6);
        Assert.Equal(0, throughput.Rates(s_now.AddHours(3)).Sum(p => p.Packets));
    }

    [Fact]
    public void Frames_without_ip_are_no_loss()
    {
        var row = AttackStory.Report(s_now, 1).Ledger[0] with { Dropped = [new("arp", 5), new("unknown_ether_type", 3), new("truncated_ip", 2)] };
        Assert.Equal(2, LossRule.LostOf(row));
    }

    [Fact]
    public void The_board_shows_rates_loss_and_the_newest_row_of_each_stage()
    {
        var time = new SteppedTime(s_now);
        var board = new SensorBoard(time);
        for (int second = 1; second <= 8; second++)
        {
            board.Apply(AttackStory.Report(time.GetUtcNow(), second) with { Packets = 1000 * second, Bytes = 125_000 * second });
            time.Step(TimeSpan.FromSeconds(1));
        }
        var figures = board.Figures();
        Assert.Equal(1000, figures.PacketsPerSecond, 3);
        Assert.Equal(1_000_000, figures.BitsPerSecond, 0);
        Assert.Equal(10.0 / 36_799, figures.LossRatio!.Value, 9);
        Assert.True(figures.Active);
        Assert.Equal([18_400 * 8, 18_399 * 8, 420 * 8], Assert.Single(board.Read()).Stages.Select(s => s.In));
    }

    [Fact]
    public void The_board_keeps_a_bounded_number_of_streams()
    {
        var time = new SteppedTime(s_now);
        var board = new SensorBoard(time);
        for (int i = 0; i < 1000; i++)
        {
            board.Apply(AttackStory.Report(time.GetUtcNow(), 1) with { Stream = new("edge", $"run-{i:0000}") });
            time.Step(TimeSpan.FromMilliseconds(1));
        }
        Assert.Equal(200, board.Read().Count);
        Assert.Equal("run-0999", board.Read()[0].Report.Stream.Run);
    }

    [Theory]
    [InlineData(0, "0")]
    [InlineData(9.994, "9.99")]
    [InlineData(999.4, "999")]
    [InlineData(1000, "1\u202fk")]
    [InlineData(21_340, "21.3\u202fk")]
    [InlineData(999_600, "1\u202fM")]
    [InlineData(2.5e13, "25\u202fT")]
    public void Short_numbers_have_three_digits(double value, string expected) => Assert.Equal(expected, Format.Short(value));

    [Theory]
    [InlineData("distinct_ports", "Distinct ports")]
    [InlineData("syn-flood", "SYN flood")]
    [InlineData("truncated_ip_header", "Truncated IP header")]
    [InlineData("", "")]
    public void Names_become_words(string name, string expected) => Assert.Equal(expected, Format.Words(name));

    [Fact]
    public void A_side_is_one_address_or_a_sample_with_a_count()
    {
        var one = Address.Parse("10.0.0.1");
        Assert.Equal("10.0.0.1", Format.Side(new([one], 1, false)));
        Assert.Equal("10.0.0.1 + about 1,999 more", Format.Side(new([one], 2000, true)));
        Assert.Equal("unknown", Format.Side(Peers.None));
    }

    [Theory]
    [InlineData(10, 20, 12.5)]
    [InlineData(20, 20, 25)]
    [InlineData(200, 20, 50)]
    [InlineData(2e9, 20, 100)]
    public void A_bar_grows_by_the_same_length_with_each_factor_of_ten(double value, double threshold, double expected) =>
        Assert.Equal(expected, EvidenceBar.Of(new("x", value, "count", threshold))!.Value, 9);

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(0)]
    public void A_bar_needs_a_threshold(double threshold) => Assert.Null(EvidenceBar.Of(new("x", 1, "count", threshold)));

    [Theory]
    [InlineData(0, 1)]
    [InlineData(0.3, 0.5)]
    [InlineData(1, 1)]
    [InlineData(1.01, 2)]
    [InlineData(48_000, 50_000)]
    [InlineData(51_000, 100_000)]
    public void The_scale_ends_at_a_round_number(double highest, double top) => Assert.Equal(top, ThroughputCurve.Ceiling(highest), 9);

    [Theory]
    [InlineData("/", true)]
    [InlineData("/incidents/1", true)]
    [InlineData("//elsewhere.example", false)]
    [InlineData("/\\elsewhere.example", false)]
    [InlineData("https://elsewhere.example", false)]
    [InlineData("/a\r\nb", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void Only_paths_of_this_site_are_returned_to(string? path, bool local) => Assert.Equal(local, SignInForms.IsLocal(path));

    [Fact]
    public void Sign_in_limits_count_an_IPv6_network_as_one()
    {
        Assert.Equal(SignInLimits.Origin(System.Net.IPAddress.Parse("2001:db8::1")), SignInLimits.Origin(System.Net.IPAddress.Parse("2001:db8::ffff:1")));
        Assert.NotEqual(SignInLimits.Origin(System.Net.IPAddress.Parse("2001:db8::1")), SignInLimits.Origin(System.Net.IPAddress.Parse("2001:db8:0:1::1")));
        Assert.Equal("10.0.0.1", SignInLimits.Origin(System.Net.IPAddress.Parse("::ffff:10.0.0.1")));
    }
}

/// <summary>A clock that moves when told.</summary>
internal sealed class SteppedTime(DateTimeOffset start) : TimeProvider
{
    private DateTimeOffset _now = start;

    public void Step(TimeSpan by) => _now += by;

    public override DateTimeOffset GetUtcNow() => _now;
}
