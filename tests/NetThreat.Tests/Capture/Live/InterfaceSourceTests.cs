using NetThreat.Capture.Live;
using NetThreat.Core.Ledger;
using NetThreat.Core.Packets;
using NetThreat.Testing.Captures;
using NetThreat.Testing.Time;

namespace NetThreat.Tests.Capture.Live;

public sealed class InterfaceSourceTests
{
    private readonly ManualTime _time = new(jumpToTimers: true);
    private readonly PacketBatch _batch = new();
    private readonly List<FakeCapture> _opened = [];
    private string? _refusal;

    [Fact]
    public void Packets_pass_and_silence_is_an_empty_read()
    {
        using var source = Source();
        _opened[0].Waiting.Enqueue([Packet(1), Packet(2)]);
        Assert.Equal([2, 0], [Read(source), Read(source)]);
        Assert.Equal((true, "tap"), (source.IsLive, source.Name));
        Assert.Empty(source.Losses);
        Assert.Empty(source.Warnings);
    }

    [Fact]
    public void An_interface_that_cannot_be_opened_at_first_is_an_error()
    {
        _refusal = "'tap' is down";
        Assert.Equal("'tap' is down", Assert.Throws<CaptureException>(Source).Message);
    }

    [Fact]
    public void What_the_kernel_dropped_is_a_loss_over_all_openings_and_a_hint()
    {
        using var source = Source();
        _opened[0].Counters = new(10, 4, 1, 2);
        Vanish();
        Read(source);
        Come(source);
        _opened[1].Counters = new(5, 3, 0, 1);

        Assert.Contains(new LedgerLoss("kernel_drop", 7), source.Losses);
        Assert.Contains(new LedgerLoss("interface_drop", 1), source.Losses);
        Assert.Equal(new LiveCounters(15, 7, 1, 3), source.Counters);
        Assert.Contains(source.Warnings, w => w.Contains("dropped 7 packets in 3 times", StringComparison.Ordinal));
    }

    [Fact]
    public void A_vanished_interface_is_blind_time_until_it_is_back()
    {
        using var source = Source();
        Vanish("went down");
        _refusal = "'tap' is down: bring it up";
        Assert.Equal(0, Read(source));
        Assert.Equal("'tap' went down: nothing is seen of it since 2026-01-01 00:00:00Z", Assert.Single(source.Warnings));
        Assert.True(_opened[0].Disposed);
        for (int i = 0; i < 20; i++) Assert.Equal(0, Read(source));
        Assert.StartsWith("'tap' is down: bring it up: nothing is seen of it since", Assert.Single(source.Warnings), StringComparison.Ordinal);

        Come(source);
        _opened[1].Waiting.Enqueue([Packet(1)]);
        Assert.Equal(1, Read(source));
        Assert.StartsWith("'tap' was away once, ", Assert.Single(source.Warnings), StringComparison.Ordinal);
        Assert.Equal([new LedgerLoss("blind_interval", 1)], source.Losses);
    }

    [Fact]
    public void Looks_for_a_vanished_interface_grow_apart_up_to_the_limit()
    {
        using var source = Source();
        Vanish();
        Read(source);
        _refusal = "'tap' is down";
        var looks = new List<TimeSpan>();
        _attempt = () => looks.Add(_time.GetUtcNow().TimeOfDay);
        for (int i = 0; i < 60; i++) Read(source);

        var gaps = looks.Zip(looks.Skip(1), (a, b) => (b - a).TotalSeconds).ToList();
        Assert.Equal([0.5, 1, 1], gaps.Take(3));
        Assert.All(gaps.Skip(3), g => Assert.Equal(1, g));
    }

    [Fact]
    public void A_stopped_source_gives_what_is_inside_and_ends()
    {
        using var source = Source();
        _opened[0].Waiting.Enqueue([Packet(1)]);
        _opened[0].Waiting.Enqueue([Packet(2)]);
        _opened[0].Counters = new(3, 1, 0, 1);
        source.StopIntake();
        Assert.True(_opened[0].Stopped);
        Assert.Equal([1, 1], [Read(source), Read(source)]);
        Assert.False(source.Read(_batch, default));
        Assert.Equal([new LedgerLoss("kernel_drop", 1)], source.Losses);
    }

    [Fact]
    public void What_a_stopped_source_cannot_give_is_a_loss()
    {
        using var source = Source();
        _opened[0].Counters = new(5, 0, 0, 0);
        source.StopIntake();
        while (source.Read(_batch, default)) Assert.Equal(0, _batch.Count);
        Assert.Equal([new LedgerLoss("unread_at_stop", 5)], source.Losses);
    }

    [Fact]
    public void A_blind_source_that_is_stopped_ends()
    {
        using var source = Source();
        Vanish();
        Read(source);
        source.StopIntake();
        Assert.False(source.Read(_batch, default));
    }

    [Fact]
    public void Merged_packets_are_told_with_the_command_that_shows_the_wire_and_unfinished_checksums_are_not()
    {
        using var source = new InterfaceSource("tap", () => Opened(new FakeCapture { Flags = PacketFlags.ChecksumIncomplete }), Options, _time);
        _opened[0].Waiting.Enqueue([new RecordedPacket(1, new byte[1514])]);
        Read(source);
        Assert.Empty(source.Warnings);
        _opened[0].Waiting.Enqueue([new RecordedPacket(1, new byte[4000]), new RecordedPacket(1, new byte[100], 60_000)]);
        Read(source);
        Assert.Contains("(2 of up to 60000 bytes)", Assert.Single(source.Warnings), StringComparison.Ordinal);
        Assert.Contains("ethtool -K tap gro off", source.Warnings[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Cancellation_ends_a_wait()
    {
        using var source = Source();
        using var stop = new CancellationTokenSource();
        stop.Cancel();
        Assert.Throws<OperationCanceledException>(() => source.Read(_batch, stop.Token));
    }

    [Fact]
    public void Options_are_refused_with_every_fault()
    {
        var faults = new CaptureOptions
        {
            BlockBytes = 100_000,
            RingBytes = 1,
            BlockTimeout = TimeSpan.Zero,
            SnapLength = 1,
            Workers = 0,
            MinRetry = TimeSpan.FromMinutes(1),
            Shedding = new() { Above = 2, Below = 3, HardAbove = 0, KeepPackets = 0, HardKeepPackets = 9, Flows = 1 },
        };
        Assert.Equal(6, faults.Validate().Count);
        Assert.Equal(6, faults.Shedding.Validate().Count);
        Assert.Empty(new CaptureOptions().Validate());
        Assert.Empty(new CaptureOptions().Shedding.Validate());
    }

    private static CaptureOptions Options { get; } = new() { MinRetry = TimeSpan.FromMilliseconds(250), MaxRetry = TimeSpan.FromSeconds(1) };

    private Action _attempt = () => { };

    private InterfaceSource Source() => new("tap", () => Opened(new FakeCapture()), Options, _time);

    private FakeCapture Opened(FakeCapture capture)
    {
        _attempt();
        if (_refusal is not null) throw new CaptureException(_refusal);
        _opened.Add(capture);
        return capture;
    }

    private void Vanish(string fault = "went down") => _opened[^1].Fault = fault;

    private void Come(InterfaceSource source)
    {
        _refusal = null;
        int opened = _opened.Count;
        while (_opened.Count == opened) Read(source);
    }

    private int Read(InterfaceSource source)
    {
        Assert.True(source.Read(_batch, default));
        return _batch.Count;
    }

    private static RecordedPacket Packet(long time) => new(time, [1, 2, 3]);
}
