using NetThreat.Core.Net;
using NetThreat.Simulation;
using NetThreat.Simulation.Labels;

namespace NetThreat.Tests.Simulation;

/// <summary>Labels say what the capture holds, counted here from the packets.</summary>
public class LabelTests
{
    [Fact]
    public void A_scan_label_counts_the_attackers_packets()
    {
        var (frames, labels) = Run(Scenarios.Demo(5), 60);
        var label = labels.Single(l => l.Activity == "port_scan_vertical");
        var attacker = Address.Parse(label.Attacker);
        var packets = frames.Where(f => f.IsIp && (f.Source == attacker || f.Destination == attacker)).ToList();
        Agree(label, frames, packets);
        Assert.Equal(["T1046"], label.Techniques);
        Assert.All(packets, f => Assert.Contains(Address.Parse(label.Victim), new[] { f.Source, f.Destination }));
        Assert.Equal(1024, packets.Where(f => f.Source == attacker && (f.Flags & 2) != 0).Select(f => f.DestinationPort).Distinct().Count());
        Assert.Contains(packets, f => f.Source != attacker && f.Flags == 0x14);
        Assert.Contains(packets, f => f.Source != attacker && f.Flags == 0x12);
        Assert.InRange(label.Start, 5, 8);
    }

    [Fact]
    public void A_flood_label_counts_the_spoofed_sources_packets()
    {
        var (frames, labels) = Run(Scenarios.Demo(5), 60);
        var label = labels.Single(l => l.Activity == "syn_flood");
        var victim = Address.Parse(label.Victim);
        var spoofed = frames.Where(f => f.IsTcp && f.Destination == victim && f.Flags == 2 && f.TcpHeaderLength == 24).Select(f => f.Source).ToHashSet();
        Agree(label, frames, [.. frames.Where(f => f.IsTcp && (spoofed.Contains(f.Source) || spoofed.Contains(f.Destination)))]);
        Assert.Equal($"many-spoofed:{spoofed.Count}", label.Attacker);
        Assert.InRange(spoofed.Count, 16_000, 20_000);
    }

    [Fact]
    public void A_full_backlog_shuts_visitors_out()
    {
        var frames = Simulated.Frames(Scenarios.Demo(5), 60);
        var victim = Address.Parse("10.20.0.10");
        var visits = frames.Where(f => f.IsTcp && f.Destination == victim && f.Flags == 2 && f.TcpHeaderLength > 24).ToList();
        var answered = frames.Where(f => f.IsTcp && f.Source == victim && f.Flags == 0x12).Select(f => (f.Destination, f.DestinationPort)).ToHashSet();
        bool Refused(Frame f) => !answered.Contains((f.Source, f.SourcePort));
        double During(Frame f) => (f.Time - Simulated.Start).TotalSeconds;
        Assert.Contains(visits, f => During(f) is > 32 and < 42 && Refused(f));
        Assert.Contains(visits, f => During(f) < 30 && !Refused(f));
    }

    [Fact]
    public void Sweeps_and_horizontal_scans_name_every_address()
    {
        var (frames, labels) = Run(Scenarios.Attacked(5) with { Attacks = [.. Scenarios.Attacked(5).Attacks.Skip(2).Select((a, i) => a with { Start = TimeSpan.FromSeconds(2 + i) })] }, 12);
        foreach (var label in labels)
        {
            var attacker = Address.Parse(label.Attacker);
            Agree(label, frames, [.. frames.Where(f => f.IsIp && (f.Source == attacker || f.Destination == attacker))]);
            Assert.Equal(frames.Where(f => f.IsIp && f.Source == attacker).Select(f => f.Destination).Distinct().Order(), label.Victim.Split(',').Select(Address.Parse).Order());
        }

        Assert.Equal(["port_scan_horizontal", "icmp_sweep"], labels.Select(l => l.Activity));
    }

    [Fact]
    public void An_attack_that_has_not_begun_has_no_label()
    {
        var (frames, labels) = Run(Scenarios.Demo(5), 7);
        var label = Assert.Single(labels);
        Assert.True(label.IsBenign);
        Assert.Equal(frames.Count, label.Packets);
    }

    private static (List<Frame> Frames, IReadOnlyList<LabelRow> Labels) Run(Scenario scenario, double seconds)
    {
        using var source = Simulated.Source(scenario, seconds);
        List<Frame> frames = [.. Simulated.Frames(source)];
        return (frames, source.Labels("a.pcap"));
    }

    private static void Agree(LabelRow label, List<Frame> capture, List<Frame> attack)
    {
        Assert.Equal(attack.Count, label.Packets);
        Assert.Equal((attack[0].Time - capture[0].Time).TotalSeconds, label.Start);
        Assert.Equal((attack[^1].Time - capture[0].Time).TotalSeconds, label.End);
    }
}
