using NetThreat.Core.Flows;
using NetThreat.Core.Identity;
using NetThreat.Core.Net;
using NetThreat.Core.Streams;
using NetThreat.Core.Time;
using NetThreat.Core.Wire;

namespace NetThreat.Testing.Samples;

/// <summary>Random but plausible flow records from a seeded generator.</summary>
public static class FlowSamples
{
    public static readonly Vantage Vantage = new("site", "tap");

    public static readonly StreamId Stream = new("sensor", "run");

    /// <summary>2026-01-01T00:00:00Z.</summary>
    public static readonly Timestamp Epoch = Timestamp.FromSeconds(1_767_225_600);

    public static Id128 Id(Random random) => new((ulong)random.NextInt64(), (ulong)random.NextInt64());

    public static Address Address(Random random) => random.Next(3) == 0
        ? new(0x2001_0db8_0000_0000, (ulong)random.Next(64))
        : Core.Net.Address.FromV4(0x0A00_0000u + (uint)random.Next(64));

    public static FlowRecord Record(Random random, int features = 80)
    {
        var start = Epoch + TimeSpan.FromMilliseconds(random.Next(3_600_000));
        var end = new Timestamp(start.Nanoseconds + random.NextInt64(2_000_000_000));
        bool final = random.Next(2) == 0;
        int segment = random.Next(4);
        var delta = Counters(random);
        return new()
        {
            Id = Id(random),
            Key = new(Address(random), Address(random), (ushort)random.Next(65536), (ushort)random.Next(1024), random.Next(2) == 0 ? IpProtocol.Tcp : IpProtocol.Udp),
            Segment = segment,
            Final = final,
            EndReason = final ? (FlowEnd)random.Next(1, 6) : FlowEnd.None,
            Start = start,
            End = end,
            Time = end + TimeSpan.FromSeconds(random.Next(60)),
            Delta = delta,
            Total = segment == 0 ? delta : delta + Counters(random),
            State = (ConnState)random.Next(13),
            History = random.Next(3) == 0 ? "" : "ShADadFf"[..random.Next(1, 9)],
            Vlan = (ushort)(random.Next(4) == 0 ? random.Next(4096) : 0),
            DirectionDoubtful = random.Next(10) == 0,
            Application = random.Next(3) == 0 ? Facts(random) : null,
            Features = final && features > 0 ? Features(random, features) : null,
        };
    }

    public static FlowsBatch Batch(Random random, int records, int features = 80) => new(
        Vantage, Stream, [.. Enumerable.Range(0, records).Select(_ => Record(random, features))],
        random.Next(2) == 0 ? new(Epoch, random.Next(2) == 0, random.Next(2) == 0) : null,
        random.Next(4) == 0 ? new(StreamControl.Types.Kind.SetAside, "silent") : null);

    private static FlowCounters Counters(Random random) => new(Direction(random), random.Next(3) == 0 ? default : Direction(random));

    private static DirectionCounters Direction(Random random) => new(random.Next(1, 1000), random.NextInt64(1L << 40), random.Next(100_000));

    private static ApplicationFacts Facts(Random random) => random.Next(6) switch
    {
        0 or 1 => new() { Service = "ssh", SshClient = "SSH-2.0-OpenSSH_9.6", SshServer = random.Next(2) == 0 ? null : "SSH-2.0-dropbear", Ssh = random.Next(2) == 0 ? null : Ssh(random) },
        2 => new() { Service = "ssl", UnusualPort = random.Next(2) == 0, Tls = Tls(random) },
        3 => new() { Service = "http", Http = [.. Enumerable.Range(0, random.Next(1, 9)).Select(_ => Http(random))], HttpRequests = random.Next(1, 20) },
        4 => new() { ServiceHint = "ntp", Fields = [.. Enumerable.Range(0, random.Next(5)).Select(i => new ApplicationField($"smtp.f{i}", $"v\\x00{i}"))], FieldsLeftOut = random.Next(3) },
        _ => new() { Service = "dns", Dns = [.. Enumerable.Range(0, random.Next(1, 9)).Select(_ => Dns(random))], DnsQueries = random.Next(1, 20) },
    };

    private static SshFacts Ssh(Random random) => new()
    {
        Hassh = "ec7378c1a92f5a8dde7e8b7a1ddf33d1",
        KeyExchange = "curve25519-sha256",
        AuthAttempts = random.Next(5),
        AuthSuccess = random.Next(3) switch { 0 => null, 1 => false, _ => true },
    };

    private static HttpTransaction Http(Random random) => new()
    {
        Method = "GET",
        Host = $"host-{random.Next(100)}.example.org",
        Uri = "/",
        Status = random.Next(2) * 200,
        RequestLength = random.Next(3) - 1,
        ResponseLength = random.NextInt64(-1, 1L << 40),
    };

    private static TlsFacts Tls(Random random) => new()
    {
        Transport = (TlsTransport)random.Next(3),
        Version = 0x0304,
        ServerName = "example.org",
        Alpn = random.Next(2) == 0 ? [] : ["h2", "http/1.1"],
        Ja4 = "t13d1516h2_8daaf6152771_e5627efa2ab1",
        HelloRetry = random.Next(2) == 0,
        Established = random.Next(2) == 0,
        Alert = random.Next(4) == 0 ? random.Next(256) : -1,
        ChainLength = random.Next(4),
        QuicVersion = (uint)random.Next(),
        Certificate = random.Next(2) == 0 ? null : new() { Subject = "CN=example.org", Serial = "01", NotBefore = Epoch, NotAfter = new(long.MinValue), Names = ["example.org"] },
    };

    private static DnsTransaction Dns(Random random) =>
        new($"host-{random.Next(100)}.example.org", (ushort)random.Next(300), random.Next(-1, 6), random.Next(4), (ushort)random.Next(65536))
        {
            Flags = (ushort)random.Next(65536),
            Class = (ushort)random.Next(1, 4),
            AnswerData = random.Next(2) == 0 ? default : new byte[] { 0, 1, 0, 0, 0, 60, 4, 10, 0, 0, 1 },
        };

    /// <summary>Any bits, NaN payloads and infinities included.</summary>
    private static double[] Features(Random random, int count) => [.. Enumerable.Range(0, count).Select(i =>
        i % 7 == 0 ? BitConverter.Int64BitsToDouble(random.NextInt64(long.MinValue, long.MaxValue)) : random.NextDouble() * 1e6)];
}
