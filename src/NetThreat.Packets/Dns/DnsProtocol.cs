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
        if (payload.Data.Length < 2 + DnsMessage.HeaderLength) return payload.Data.Length > 1 && payload.Data[0] > 0x40 ? Recognition.No : Recognition.NeedMore;
        return DnsMessage.TryDecodeTcp(payload.Data, out _) ? Recognition.Yes : Recognition.No;
    }

    public bool Read(in Payload payload, IFactSink facts) => !payload.IsStream;
}
