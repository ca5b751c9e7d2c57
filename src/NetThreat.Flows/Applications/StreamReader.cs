using NetThreat.Core.Net;
using NetThreat.Flows.Table;
using NetThreat.Packets;
using NetThreat.Packets.Applications;

namespace NetThreat.Flows.Applications;

/// <summary>The beginnings of TCP streams, in order: asks the candidates, then lets the one that said yes read, and TLS after an upgrade.</summary>
internal sealed class StreamReader
{
    private const int UndecidedLimit = 4096;

    /// <summary>Looks at one direction; a sender of tiny segments does not get more.</summary>
    private const int MaxCalls = 64;

    private static readonly byte Dns = ServiceTable.NumberOf("dns"), Tls = ServiceTable.NumberOf("ssl");
    private static readonly bool[] Upgradable = [false, .. ApplicationProtocols.All.Select(p => ApplicationProtocols.MayUpgrade(p.Name))];
    private static readonly bool[] Stays = [false, .. ApplicationProtocols.All.Select(p => ApplicationProtocols.StaysToUpgrade(p.Name))];

    public PrefixBuffers Buffers { get; } = new();

    /// <summary>Takes in a segment.</summary>
    /// <param name="offset">Of the segment from the stream's first byte.</param>
    /// <returns>False when nothing more is wanted of the flow.</returns>
    public bool Take(FlowFacts facts, ref byte service, int side, in FlowSlot flow, in DecodedPacket p, ReadOnlySpan<byte> data, long offset)
    {
        var state = facts.Inspection!;
        ref var stream = ref state.Stream(side);
        if (stream.Done) return !state.StreamA.Done || !state.StreamB.Done;
        if (!stream.Add(offset, data, p.CapturedPayload == p.PayloadLength, Limit(service, in stream), Buffers)) return true;
        if (service == 0)
        {
            if (!Decide(state, ref service, side, in flow)) return false;
            if (service == 0) return true;
            Read(facts, service, 1 - side, in flow);
        }

        Read(facts, service, side, in flow);
        return !state.StreamA.Done || !state.StreamB.Done;
    }

    /// <summary>The stream as far as it is there.</summary>
    public static Payload Payload(Inspection state, int side, in FlowSlot flow, int limit, int from = 0)
    {
        ref var stream = ref state.Stream(side);
        ref var other = ref state.Stream(1 - side);
        return new()
        {
            Data = stream.Data[from..],
            WireLength = stream.Length - from,
            FromOriginator = flow.OriginatorIsB == (side == 1),
            Transport = IpProtocol.Tcp,
            OriginatorPort = flow.OriginatorIsB ? flow.Key.PortB : flow.Key.PortA,
            ResponderPort = flow.OriginatorIsB ? flow.Key.PortA : flow.Key.PortB,
            Seen = Math.Max(0, stream.Seen - from),
            Number = stream.Calls,
            Opposite = other.Upgrade > 0 ? other.Data[other.Upgrade..] : other.Data,
            IsLast = stream.IsLast(limit),
        };
    }

    private static int Limit(byte service, in StreamPrefix stream)
    {
        if (service == 0) return UndecidedLimit;
        int limit = ServiceTable.Protocol(service).StreamLimit;
        return stream.Upgrade > 0 ? limit + ServiceTable.Protocol(Tls).StreamLimit : limit;
    }

    /// <returns>False when no protocol is left.</returns>
    private static bool Decide(Inspection state, ref byte service, int side, in FlowSlot flow)
    {
        ref var stream = ref state.Stream(side);
        var payload = Payload(state, side, in flow, UndecidedLimit);
        service = ServiceTable.Tcp.Ask(in payload, ref state.Candidates);
        stream.Seen = stream.Length;
        stream.Calls++;
        if (service == 0) return state.Candidates != 0 && stream.Calls < MaxCalls && !(state.StreamA.IsLast(UndecidedLimit) && state.StreamB.IsLast(UndecidedLimit));
        (state.StreamA.Seen, state.StreamA.Calls) = (0, 0);
        (state.StreamB.Seen, state.StreamB.Calls) = (0, 0);
        return true;
    }

    private void Read(FlowFacts facts, byte service, int side, in FlowSlot flow)
    {
        var state = facts.Inspection!;
        ref var stream = ref state.Stream(side);
        if (stream.Done || stream.Length <= stream.Seen) return;
        bool more = service == Dns ? ReadDns(facts, ref stream) : ReadProtocol(facts, service, side, in flow);
        stream.Seen = stream.Length;
        if (more && ++stream.Calls < MaxCalls && !stream.IsLast(Limit(service, in stream))) return;
        stream.Finish(Buffers);
    }

    private static bool ReadProtocol(FlowFacts facts, byte service, int side, in FlowSlot flow)
    {
        var state = facts.Inspection!;
        ref var stream = ref state.Stream(side);
        bool upgradable = Upgradable[service] && Tls != 0;
        if (upgradable && stream.Upgrade < 0 && TlsBegins(stream.Data[stream.Seen..]))
        {
            stream.Upgrade = stream.Seen;
            if (state.Stream(1 - side).Upgrade < 0) facts.Memory = null;
        }

        if (stream.Upgrade > 0)
        {
            var upgraded = Payload(state, side, in flow, Limit(service, in stream), stream.Upgrade);
            return ServiceTable.Protocol(Tls).Read(in upgraded, facts);
        }

        if (stream.Consumed < 0) return true;
        var payload = Payload(state, side, in flow, Limit(service, in stream));
        if (ServiceTable.Protocol(service).Read(in payload, facts)) return true;
        // What comes next may be the handshake of TLS.
        stream.Consumed = -1;
        return Stays[service];
    }

    private static bool ReadDns(FlowFacts facts, ref StreamPrefix stream)
    {
        stream.Consumed = DnsReading.AddStream(facts, stream.Data, stream.Consumed);
        return true;
    }

    /// <summary>A record with a client's or server's hello (RFC 8446 sections 4 and 5.1).</summary>
    private static bool TlsBegins(ReadOnlySpan<byte> b) => b is [0x16, 0x03, <= 4, _, _, 1 or 2, 0, ..];
}
