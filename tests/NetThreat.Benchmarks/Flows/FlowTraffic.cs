using NetThreat.Core.Flows;
using NetThreat.Core.Identity;
using NetThreat.Core.Net;
using NetThreat.Core.Streams;
using NetThreat.Core.Time;

namespace NetThreat.Benchmarks.Flows;

/// <summary>
/// Flow records as the meter releases them, in order of event time: starts ascend with a disorder of up to a minute. Half of the flows
/// are over within a second (one final record), half report a first segment and a final one up to a minute later, and 5 % of all come
/// once more as a higher segment five minutes after their end. Final records carry 80 features.
/// </summary>
internal sealed class FlowTraffic(int flows, ulong seed = 1)
{
    private const int FeatureColumns = 80;
    private const int FlowsPerSecond = 1000;
    private const long Second = Timestamp.NanosecondsPerSecond;
    private readonly Random _random = new((int)seed);
    private readonly PriorityQueue<FlowRecord, (long Time, int Number)> _due = new();
    private readonly double[][] _features = new double[256][];
    private int _number;

    public static Vantage Vantage { get; } = new("bench", "tap");

    public static StreamId Stream { get; } = new("bench", "1");

    /// <summary>2026-01-05T09:00:00Z.</summary>
    private static long Epoch => 1_767_603_600 * Second;

    public IEnumerable<FlowRecord> Records()
    {
        for (int i = 0; i < _features.Length; i++) _features[i] = [.. Enumerable.Range(0, FeatureColumns).Select(_ => _random.NextDouble() * 1e4)];
        for (int i = 0; i < flows; i++)
        {
            long start = Epoch + i * (Second / FlowsPerSecond) + _random.NextInt64(Second / FlowsPerSecond);
            while (_due.TryPeek(out var due, out _) && due.Time.Nanoseconds <= start) yield return _due.Dequeue();
            Schedule(start);
        }

        while (_due.TryDequeue(out var rest, out _)) yield return rest;
    }

    private void Schedule(long start)
    {
        var key = new FlowKey(Client(), Server(), (ushort)_random.Next(32768, 61000), Port(), _random.Next(4) == 0 ? IpProtocol.Udp : IpProtocol.Tcp);
        var id = new Id128((ulong)_random.NextInt64(long.MinValue, long.MaxValue), (ulong)_random.NextInt64(long.MinValue, long.MaxValue));
        bool whole = _random.Next(2) == 0;
        long end = start + (whole ? _random.NextInt64(Second) : Second + _random.NextInt64(59 * Second));
        if (!whole) Add(id, key, 0, start, start + Second, false);
        Add(id, key, whole ? 0 : 1, start, end + Second, true);
        if (_random.Next(20) == 0) Add(id, key, 2, start, end + 300 * Second, true);
    }

    /// <summary>A few thousand hosts inside, the busy ones more often.</summary>
    private Address Client() => Address.FromV4(0x0A00_0000u + (uint)(4000 * Math.Pow(_random.NextDouble(), 2)));

    /// <summary>Mostly popular servers; one in five is seen about once.</summary>
    private Address Server() => _random.Next(5) == 0
        ? Address.FromV4(0x2000_0000u + (uint)_random.Next(1 << 28))
        : Address.FromV4(0xC000_0000u + 4099 * (uint)(3000 * Math.Pow(_random.NextDouble(), 3)));

    private ushort Port() => _random.Next(10) switch { < 5 => 443, < 7 => 53, 7 => 80, 8 => 22, _ => (ushort)_random.Next(1, 10_000) };

    private void Add(Id128 id, FlowKey key, int segment, long start, long time, bool final)
    {
        var delta = new FlowCounters(new(_random.Next(1, 40), _random.Next(60, 20_000), _random.Next(10_000)), new(_random.Next(1, 60), _random.Next(60, 200_000), _random.Next(150_000)));
        _due.Enqueue(new()
        {
            Id = id,
            Key = key,
            Segment = segment,
            Final = final,
            EndReason = final ? FlowEnd.Closed : FlowEnd.None,
            Start = new(start),
            End = new(time - Second / 2),
            Time = new(time),
            Delta = delta,
            Total = segment == 0 ? delta : delta + delta,
            State = ConnState.SF,
            History = key.Protocol == IpProtocol.Tcp ? "ShADadFf" : "Dd",
            Application = key.ResponderPort == 53 ? Dns() : key.ResponderPort == 22 ? Ssh : null,
            Features = final ? _features[_number & 255] : null,
        }, (time, _number++));
    }

    private static ApplicationFacts Ssh { get; } = new() { Service = "ssh", SshClient = "SSH-2.0-OpenSSH_9.6", SshServer = "SSH-2.0-OpenSSH_8.4" };

    private ApplicationFacts Dns() => new()
    {
        Service = "dns",
        Dns = [new($"host-{_random.Next(5000)}.example.org", 1, 0, 1, (ushort)_random.Next(65536))],
        DnsQueries = 1,
    };
}
