using NetThreat.Capture.Files;
using NetThreat.Capture.Live;
using NetThreat.Core.Packets;
using NetThreat.IntegrationTests.CommandLine;
using NetThreat.Testing.Network;
using static NetThreat.Testing.Packets.PacketBytes;

namespace NetThreat.IntegrationTests.Live;

/// <summary>What comes off a wire, by each means of capture.</summary>
public sealed class InterfaceTests : IDisposable
{
    private readonly ScratchFolder _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [LiveFact]
    public void The_ring_gives_every_frame_as_it_was_sent() => Every_frame_comes(CaptureMethod.Ring);

    [LiveFact]
    public void Libpcap_gives_every_frame_as_it_was_sent() => Every_frame_comes(CaptureMethod.Libpcap);

    [LiveFact]
    public void A_filter_keeps_others_out_in_the_kernel_and_by_the_tags_of_the_wire()
    {
        using var network = NetworkNamespace.Create();
        string capture = ReplayCapture.Of(_scratch.Path, Frames());
        foreach (var (filter, expected) in new (string, int)[] { ("udp port 53", 2), ("vlan 7 and udp port 53", 1), ("vlan", 8), ("tcp", 11) })
        {
            using var source = LiveReading.Open(network, filter: filter);
            network.Replay(capture);
            var got = LiveReading.Rest(source);
            Assert.Equal((filter, expected), (filter, got.Packets.Count));
        }
    }

    [LiveFact]
    public void The_snap_length_cuts_and_the_wire_length_stays()
    {
        using var network = NetworkNamespace.Create();
        byte[] large = Ethernet(0x0800, IPv4(17, Udp(1000, 2000, new byte[60_000])));
        using var source = LiveReading.Open(network, LiveReading.Options with { SnapLength = 96 });
        network.Replay(ReplayCapture.Of(_scratch.Path, [large]));
        var packet = Assert.Single(LiveReading.Rest(source).Packets);
        Assert.Equal((96, large.Length), (packet.Data.Length, packet.WireLength));
    }

    [LiveFact]
    public void Workers_share_the_wire_and_each_conversation_has_one()
    {
        using var network = NetworkNamespace.Create();
        string capture = ReplayCapture.Simulated(_scratch.Path, 4000);
        var sources = network.Inside(() => LiveSources.Open([NetworkNamespace.Tap], LiveReading.Options with { Workers = 3 }, TimeProvider.System));
        network.Replay(capture);
        var readings = sources.Select(LiveReading.Rest).ToList();

        Assert.Equal(4000, readings.Sum(r => r.Packets.Count));
        Assert.All(readings, r => Assert.NotEmpty(r.Packets));
        var hosts = readings.Select(r => r.Packets.Select(p => Conversation(p.Data)).Where(c => c.Length > 0).ToHashSet()).ToList();
        for (int i = 0; i < hosts.Count; i++)
            for (int j = 0; j < i; j++) Assert.Empty(hosts[i].Intersect(hosts[j]));
        foreach (var s in sources) s.Dispose();
    }

    [LiveFact]
    public void Two_interfaces_are_one_stream_in_order_of_time()
    {
        using var network = NetworkNamespace.Create();
        network.Run("ip", "link", "set", "lo", "up");
        string capture = ReplayCapture.Simulated(_scratch.Path, 500);
        using var source = network.Inside(() => LiveSources.Open([NetworkNamespace.Tap, NetworkNamespace.Sender], LiveReading.Options, TimeProvider.System)[0]);
        network.Replay(capture);
        var got = LiveReading.Rest(source).Packets;

        Assert.Equal(1000, got.Count);
        Assert.Equal(got.Select(p => p.Nanoseconds).Order(), got.Select(p => p.Nanoseconds));
        Assert.Empty(source.Losses);
    }

    [LiveFact]
    public void Loopback_gives_every_packet_once()
    {
        using var network = NetworkNamespace.Create();
        network.Run("ip", "link", "set", "lo", "up");
        foreach (var method in (CaptureMethod[])[CaptureMethod.Ring, CaptureMethod.Libpcap])
        {
            using var source = LiveReading.Open(network, LiveReading.Options with { Method = method }, "udp", "lo");
            network.Run("sh", "-c", "for i in 1 2 3; do echo x | timeout 5 bash -c 'cat > /dev/udp/127.0.0.1/9'; done");
            Assert.Equal((method, 3), (method, LiveReading.Rest(source).Packets.Count));
        }
    }

    [LiveFact]
    public void An_interface_that_goes_down_leaves_the_source_blind_until_it_is_back()
    {
        using var network = NetworkNamespace.Create();
        string capture = ReplayCapture.Of(_scratch.Path, Frames());
        int frames = Frames().Count();
        var options = LiveReading.Options with { MinRetry = TimeSpan.FromMilliseconds(10), MaxRetry = TimeSpan.FromMilliseconds(20) };
        network.Inside(() =>
        {
            using var source = LiveReading.Open(network, options);
            network.Replay(capture);
            network.Run("ip", "link", "set", NetworkNamespace.Tap, "down");
            // What came before the end is read.
            var before = LiveReading.Until(source, _ => Blind(source));
            Assert.Equal(frames, before.Count);
            LiveReading.Until(source, _ => Warning(source).Contains("is down", StringComparison.Ordinal));

            network.Run("ip", "link", "set", NetworkNamespace.Tap, "up");
            LiveReading.Until(source, _ => !Blind(source));
            network.Replay(capture);
            Assert.Equal(frames, LiveReading.Until(source, p => p.Count >= frames).Count);

            network.Run("ip", "link", "delete", NetworkNamespace.Tap);
            LiveReading.Until(source, _ => Warning(source).Contains("there is no interface", StringComparison.Ordinal));
            network.Connect();
            LiveReading.Until(source, _ => !Blind(source));
            network.Replay(capture);
            Assert.Equal(frames, LiveReading.Rest(source).Packets.Count);

            Assert.Contains("was away 2 times", Warning(source), StringComparison.Ordinal);
            Assert.Equal([new("blind_interval", 2)], source.Losses);
            return 0;
        });
    }

    [LiveFact]
    public void What_cannot_be_opened_is_said_in_a_line_with_the_fix()
    {
        using var network = NetworkNamespace.Create();
        Assert.Equal("there is no interface 'none': there are lo, tap, sender", Fault(network, "none"));
        network.Run("ip", "link", "set", NetworkNamespace.Tap, "down");
        Assert.Equal("'tap' is down: bring it up with 'ip link set tap up'", Fault(network, NetworkNamespace.Tap));
        Assert.Equal("'tap' is down: bring it up with 'ip link set tap up'", Fault(network, NetworkNamespace.Tap, CaptureMethod.Libpcap));
        Assert.Contains("the filter 'prot tcp' does not fit", Fault(network, NetworkNamespace.Sender, filter: "prot tcp"), StringComparison.Ordinal);
        Assert.Contains("lower Capture:RingBytes", Fault(network, NetworkNamespace.Sender, ring: 64L << 30), StringComparison.Ordinal);
    }

    private void Every_frame_comes(CaptureMethod method)
    {
        using var network = NetworkNamespace.Create();
        string capture = ReplayCapture.Of(_scratch.Path, Frames());
        using var source = LiveReading.Open(network, LiveReading.Options with { Method = method });
        network.Replay(capture);
        var got = LiveReading.Rest(source);

        Assert.Equal(Frames(), got.Packets.Select(p => p.Data));
        Assert.Equal(Frames().Select(f => f.Length), got.Packets.Select(p => p.WireLength));
        Assert.All(got.LinkTypes, l => Assert.Equal(1, l));
        Assert.Empty(source.Losses);
        var counters = ((InterfaceSource)source).Counters;
        Assert.Equal((got.Packets.Count, 0), (counters.Received, counters.Dropped));
        Assert.Equal(network.Received(), counters.Received);
        // Times are of this machine's clock, to the nanosecond.
        Assert.Contains(got.Packets, p => p.Nanoseconds % 1000 != 0);
    }

    /// <summary>Plain frames, tagged ones with priority and two tags, one without IP, one of the largest size.</summary>
    private static IEnumerable<byte[]> Frames()
    {
        yield return Ethernet(0x0800, IPv4(17, Udp(1000, 53, new byte[30])));
        yield return Ethernet(0x0800, IPv4(17, Udp(1001, 53, new byte[30])), 7);
        yield return Ethernet(0x0800, IPv4(17, Udp(1002, 54, new byte[30])), 0xE007);
        yield return Ethernet(0x0800, IPv4(17, Udp(1003, 53, new byte[30])), 7, 9);
        for (ushort i = 0; i < 5; i++)
        {
            yield return Ethernet(0x0800, IPv4(6, Tcp((ushort)(2000 + i), 80, 0x10, new byte[i * 100])), 20);
            yield return Ethernet(0x0800, IPv4(6, Tcp((ushort)(3000 + i), 80, 0x10, new byte[i * 200])));
        }

        yield return Ethernet(0x88CC, new byte[50]);
        yield return Ethernet(0x0800, IPv4(6, Tcp(4000, 80, 0x10, new byte[65_400])));
    }

    private static string Fault(NetworkNamespace network, string name, CaptureMethod method = CaptureMethod.Auto, string filter = "", long ring = 32 << 20) =>
        Assert.Throws<CaptureException>(() => LiveReading.Open(network, LiveReading.Options with { Method = method, RingBytes = ring }, filter, name)).Message;

    private static string Warning(IPacketSource source) => string.Join('\n', ((IWarningSource)source).Warnings);

    private static bool Blind(IPacketSource source) => Warning(source).Contains("nothing is seen", StringComparison.Ordinal);

    /// <summary>Addresses, protocol and ports in an order of their own; empty without IPv4 and ports.</summary>
    private static string Conversation(byte[] frame)
    {
        if (frame is not [_, _, _, _, _, _, _, _, _, _, _, _, 8, 0, 0x45, ..] || frame[23] is not (6 or 17)) return "";
        string[] ends = [$"{Convert.ToHexString(frame, 26, 4)}:{Convert.ToHexString(frame, 34, 2)}", $"{Convert.ToHexString(frame, 30, 4)}:{Convert.ToHexString(frame, 36, 2)}"];
        return $"{frame[23]} {string.Join(' ', ends.Order(StringComparer.Ordinal))}";
    }
}
