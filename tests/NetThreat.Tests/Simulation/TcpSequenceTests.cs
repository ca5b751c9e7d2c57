using NetThreat.Core.Net;
using NetThreat.Simulation;

namespace NetThreat.Tests.Simulation;

/// <summary>Every simulated TCP connection obeys the rules that a receiver relies on.</summary>
public class TcpSequenceTests
{
    private static readonly List<List<Frame>> Connections =
    [
        .. Simulated.Frames(Scenarios.Office(11), 150).Where(f => f.IsTcp).GroupBy(Key).Select(g => g.ToList()),
    ];

    [Fact]
    public void Connections_begin_with_a_SYN() => Assert.All(Connections, c => Assert.Equal(2, c[0].Flags & 0x3F));

    [Fact]
    public void Nobody_acknowledges_what_was_not_sent() => Assert.All(Connections, c =>
    {
        Dictionary<(Address, ushort), uint> sentTo = [];
        foreach (var f in c)
        {
            if ((f.Flags & 16) != 0 && sentTo.TryGetValue((f.Destination, f.DestinationPort), out uint peer))
                Assert.True((int)(f.Acknowledgment - peer) <= 0, "an acknowledgement of the future");
            uint end = f.Sequence + (uint)f.Payload.Length + (uint)(f.Flags & 1) + (uint)(f.Flags >> 1 & 1);
            var side = (f.Source, f.SourcePort);
            if ((f.Flags & 4) == 0 && (!sentTo.TryGetValue(side, out uint sent) || (int)(end - sent) > 0)) sentTo[side] = end;
        }
    });

    [Fact]
    public void Streams_have_no_holes_and_retransmissions_repeat_their_bytes()
    {
        int repeated = 0;
        Assert.All(Connections, c =>
        {
            foreach (var side in c.GroupBy(f => (f.Source, f.SourcePort)))
            {
                uint? next = null;
                Dictionary<uint, byte[]> sent = [];
                foreach (var f in side.Where(f => (f.Flags & 4) == 0))
                {
                    if ((f.Flags & 2) != 0)
                    {
                        next ??= f.Sequence + 1;
                        continue;
                    }

                    if (f.Payload.Length > 0 && !sent.TryAdd(f.Sequence, f.Payload.ToArray()))
                    {
                        repeated++;
                        Assert.Equal(sent[f.Sequence], f.Payload.ToArray());
                        continue;
                    }

                    Assert.Equal(next, f.Sequence);
                    next = f.Sequence + (uint)f.Payload.Length + (uint)(f.Flags & 1);
                }
            }
        });
        Assert.True(repeated > 0, "the sample holds no retransmission");
    }

    [Fact]
    public void Most_connections_end_with_FIN_both_ways_and_some_fail()
    {
        int closed = Connections.Count(c => c.Where(f => (f.Flags & 1) != 0).Select(f => f.Source).Distinct().Count() == 2);
        Assert.True(closed > Connections.Count / 2, $"{closed} of {Connections.Count}");
        Assert.Contains(Connections, c => c.All(f => (f.Flags & 0x3F) == 2));
        Assert.Contains(Connections, c => c.Count == 2 && (c[1].Flags & 4) != 0);
    }

    [Fact]
    public void Full_segments_carry_the_announced_maximum() =>
        Assert.Equal([1428, 1448, 1460], Connections.SelectMany(c => c).Select(f => f.Payload.Length).Where(n => n > 1400 && n is 1428 or 1440 or 1448 or 1460)
            .GroupBy(n => n).Where(g => g.Count() > 20).Select(g => g.Key).Order().Where(n => n != 1440));

    private static (Address, ushort, Address, ushort) Key(Frame f) =>
        f.Source.CompareTo(f.Destination) < 0 ? (f.Source, f.SourcePort, f.Destination, f.DestinationPort) : (f.Destination, f.DestinationPort, f.Source, f.SourcePort);
}
