using NetThreat.Capture.Files;
using NetThreat.Core.Net;
using NetThreat.Core.Packets;
using NetThreat.Packets;

namespace NetThreat.Tests.Packets.Applications;

/// <summary>
/// What both sides of each TCP and UDP conversation of a capture say at first, as protocols are to see it. Plain and slow: streams are put
/// together by sequence numbers from the first segment seen, without the meter.
/// </summary>
internal sealed class FlowPayloads
{
    private const int MaxStream = 8192, MaxDatagrams = 8;

    private readonly Side _originator = new(), _responder = new();

    private FlowPayloads(byte transport, Address originator, ushort originatorPort, ushort responderPort)
    {
        Transport = transport;
        Originator = originator;
        OriginatorPort = originatorPort;
        ResponderPort = responderPort;
    }

    public byte Transport { get; }

    public Address Originator { get; }

    public ushort OriginatorPort { get; }

    public ushort ResponderPort { get; }

    /// <summary>TCP: the pieces of both streams in the order of capture; else the datagrams.</summary>
    public List<(bool FromOriginator, byte[] Data, int WireLength)> Pieces { get; } = [];

    /// <summary>The conversations of a capture in the order of their first packets; the sender of the first packet (of a SYN-ACK the receiver) is the originator.</summary>
    public static List<FlowPayloads> Of(string capture)
    {
        var flows = new Dictionary<(Address, Address, ushort, ushort, byte), FlowPayloads>();
        var order = new List<FlowPayloads>();
        using var source = CaptureFile.Open(capture);
        var batch = new PacketBatch();
        DecodedPacket decoded = default;
        try
        {
            while (source.Read(batch, default))
                for (int i = 0; i < batch.Count; i++)
                    if (PacketDecoder.Decode(in batch.Packets[i], ref decoded) == DecodeOutcome.Flow && decoded.Protocol is IpProtocol.Tcp or IpProtocol.Udp) Add(flows, order, in decoded, batch.Packets[i].Data);
        }
        catch (CaptureException)
        {
            // What stands before a broken record counts.
        }

        return order;
    }

    private static void Add(Dictionary<(Address, Address, ushort, ushort, byte), FlowPayloads> flows, List<FlowPayloads> order, in DecodedPacket p, ReadOnlySpan<byte> frame)
    {
        bool answer = p.Protocol == IpProtocol.Tcp && (p.Flags & (TcpFlags.Syn | TcpFlags.Ack)) == (TcpFlags.Syn | TcpFlags.Ack);
        if (!flows.TryGetValue((p.Source, p.Destination, p.SourcePort, p.DestinationPort, p.Protocol), out var flow))
        {
            flow = answer ? new(p.Protocol, p.Destination, p.DestinationPort, p.SourcePort) : new(p.Protocol, p.Source, p.SourcePort, p.DestinationPort);
            flows[(p.Source, p.Destination, p.SourcePort, p.DestinationPort, p.Protocol)] = flow;
            flows[(p.Destination, p.Source, p.DestinationPort, p.SourcePort, p.Protocol)] = flow;
            order.Add(flow);
        }

        bool fromOriginator = p.Source == flow.Originator && p.SourcePort == flow.OriginatorPort;
        var payload = frame.Slice(p.PayloadOffset, p.CapturedPayload);
        (fromOriginator ? flow._originator : flow._responder).Add(flow, fromOriginator, in p, payload);
    }

    private sealed class Side
    {
        private uint? _next;
        private int _length, _count;

        public void Add(FlowPayloads flow, bool fromOriginator, in DecodedPacket p, ReadOnlySpan<byte> payload)
        {
            if (p.Protocol == IpProtocol.Udp)
            {
                if (p.PayloadLength > 0 && _count++ < MaxDatagrams) flow.Pieces.Add((fromOriginator, payload.ToArray(), p.PayloadLength));
                return;
            }

            if ((p.Flags & TcpFlags.Syn) != 0) _next ??= p.Sequence + 1;
            if (payload.IsEmpty) return;
            _next ??= p.Sequence;
            int skip = (int)(_next.Value - p.Sequence);
            if (skip < 0 || skip >= payload.Length || _length >= MaxStream) return;
            var fresh = payload[skip..];
            _next += (uint)fresh.Length;
            _length += fresh.Length;
            flow.Pieces.Add((fromOriginator, fresh.ToArray(), fresh.Length));
        }
    }
}
