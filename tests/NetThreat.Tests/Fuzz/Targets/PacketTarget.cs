using NetThreat.Core.Packets;
using NetThreat.Packets;
using NetThreat.Testing.Fuzz;

namespace NetThreat.Tests.Fuzz.Targets;

/// <summary>The packet decoder, all link types, every layer inside.</summary>
internal sealed class PacketTarget : IFuzzTarget
{
    private const int MaxLayers = 16;

    public string Name => "packet";

    public int Share => 400;

    public long MaxAllocation => 0;

    public bool KeepsState => false;

    /// <summary>Null, Ethernet, raw, PPP, 802.11, loop, SLL, radiotap, PPPoE, Cisco HDLC, NFLOG, SLL2, IPv4, IPv6, and one that nobody knows.</summary>
    public IReadOnlyList<ushort> Kinds { get; } = [0, 1, 9, 50, 51, 101, 104, 105, 108, 113, 127, 228, 229, 239, 276, 12, 14, 9999];

    public IReadOnlyList<FuzzInput> Seeds(IReadOnlyList<FuzzInput> packets) => packets;

    public void Run(in CapturedPacket input, ref FuzzRandom random)
    {
        var decoded = default(DecodedPacket);
        var outcome = PacketDecoder.Decode(in input, ref decoded);
        for (int layer = 0; outcome == DecodeOutcome.Flow; layer++)
        {
            Check(in input, in decoded);
            if (decoded.Inner == InnerLayer.None) return;
            if (layer == MaxLayers) return;
            var outer = decoded;
            outcome = PacketDecoder.DecodeInner(in input, in outer, ref decoded);
        }
    }

    private static void Check(in CapturedPacket input, in DecodedPacket d)
    {
        if (d.PayloadOffset < 0 || d.CapturedPayload < 0 || d.PayloadLength < 0 || d.CapturedPayload > d.PayloadLength) throw new FuzzFaultException("negative or impossible payload");
        if (d.CapturedPayload > 0 && d.PayloadOffset + d.CapturedPayload > input.Length) throw new FuzzFaultException("payload outside the packet");
        if (d.IpLength < 0 || d.TransportHeaderLength < 0) throw new FuzzFaultException("negative length");
    }
}
