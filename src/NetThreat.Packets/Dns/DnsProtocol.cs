using NetThreat.Core.Net;
using NetThreat.Packets.Applications;

namespace NetThreat.Packets.Dns;

/// <summary>DNS over UDP and TCP, multicast DNS, LLMNR and NetBIOS names. The meter reads its transactions itself: every message counts.</summary>
public sealed class DnsProtocol : IApplicationProtocol
{
    public string Name => "dns";

    public IReadOnlyList<ushort> Ports { get; } = [53, 5353, 5355, 137];

    public bool Runs(byte transport) => transport is IpProtocol.Udp or IpProtocol.Tcp;

    public Recognition Recognize(in Payload payload)
    {
        if (!payload.IsStream) return DnsMessage.TryDecode(payload.Data, out _) ? Recognition.Yes : Recognition.No;
        var b = payload.Data;
        if (b.Length >= 2 && (b[0] << 8 | b[1]) < DnsMessage.HeaderLength) return Recognition.No;
        if (b.Length < 2 + DnsMessage.HeaderLength) return b.Length > 0 && b[0] > 0x40 ? Recognition.No : Recognition.NeedMore;
        if (DnsMessage.TryDecodeTcp(b, out _)) return Recognition.Yes;
        // The first question may come with the next segment.
        int needed = Math.Min(b[0] << 8 | b[1], MaxQuestion);
        return b.Length - 2 < needed && DnsPlausibility.Header(b[2..]) ? Recognition.NeedMore : Recognition.No;
    }

    /// <summary>Header, the longest name, type and class.</summary>
    private const int MaxQuestion = DnsMessage.HeaderLength + DnsName.MaxWire + 4;

    public bool Read(in Payload payload, IFactSink facts) => !payload.IsStream;
}
