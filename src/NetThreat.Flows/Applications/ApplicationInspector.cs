using NetThreat.Core.Flows;
using NetThreat.Core.Net;
using NetThreat.Flows.Table;
using NetThreat.Packets;
using NetThreat.Packets.Applications;
using NetThreat.Packets.Dns;

namespace NetThreat.Flows.Applications;

/// <summary>
/// Looks at the payload of flows until their protocol is known and its facts are read, then leaves them alone. Keeps what it needs by slot,
/// within its own share of the memory limit; what does not fit is counted and left out.
/// </summary>
internal sealed class ApplicationInspector(long maxBytes)
{
    /// <summary>Objects and table entries of one flow's facts, texts aside.</summary>
    private const int BytesPerFlow = 320;

    /// <summary>The largest name and the answers of one transaction.</summary>
    private const int DnsRoom = 3072;

    /// <summary>Objects kept for re-use.</summary>
    private const int MaxPool = 1024;

    private static readonly byte Dns = ServiceTable.NumberOf("dns");
    private readonly Stack<Inspection> _pool = new();
    private readonly Stack<FlowFacts> _spare = new();
    private readonly StreamReader _streams = new();
    private FlowFacts?[] _facts = [];
    private int _count, _inspections;
    private long _textBytes, _skipped;

    /// <summary>Flows or messages whose facts were left out because the share was used up.</summary>
    public long Skipped => _skipped;

    public long Bytes => _count * (long)BytesPerFlow + _inspections * (long)Inspection.Bytes + _textBytes + _streams.Buffers.Bytes + _facts.Length * (long)sizeof(ulong);

    /// <summary>Takes in a packet with payload of a flow whose inspection is not done.</summary>
    /// <param name="slot">The flow's number.</param>
    /// <param name="flow">Its slot.</param>
    /// <param name="originator">The originator sent the packet.</param>
    /// <param name="fromB">The key's B sent it.</param>
    /// <param name="p">The packet.</param>
    /// <param name="payload">Its captured payload.</param>
    public void Inspect(uint slot, ref FlowSlot flow, bool originator, bool fromB, in DecodedPacket p, ReadOnlySpan<byte> payload)
    {
        if (p.Protocol == IpProtocol.Tcp) Stream(slot, ref flow, originator, fromB ? 1 : 0, in p, payload);
        else if (p.Protocol is IpProtocol.Udp or IpProtocol.Sctp) Datagram(slot, ref flow, originator, fromB ? 1 : 0, in p, payload);
        else flow.Inspection = InspectionState.Done;
    }

    /// <summary>The facts for the next record of the flow, or null.</summary>
    public ApplicationFacts? Take(uint slot, ref FlowSlot flow, bool final)
    {
        if (!flow.HasFacts) return Known(in flow);
        var facts = _facts[slot]!;
        ApplicationFacts? taken;
        if (facts.IsEmpty)
        {
            taken = Known(in flow);
        }
        else
        {
            _textBytes -= facts.Dns.Bytes;
            taken = facts.Take(flow.Service == 0 ? null : ServiceTable.Protocol(flow.Service).Name, IsUnusual(in flow));
        }

        if (final || (facts.IsEmpty && facts.Inspection is null)) Drop(slot, ref flow, facts);
        return taken;
    }

    private static ApplicationFacts? Known(in FlowSlot flow)
    {
        if (flow.Service != 0) return KnownFacts.Of(flow.Service, IsUnusual(in flow));
        // What has one packet of unknown payload and no facts can be counted in bulk when it comes in floods.
        if (flow.Inspection == InspectionState.New || flow.Originator.Packets + flow.Responder.Packets == 1) return null;
        return flow.OriginatorIsB
            ? KnownFacts.Hint(flow.Key.PortB, flow.Key.PortA, flow.Key.Protocol)
            : KnownFacts.Hint(flow.Key.PortA, flow.Key.PortB, flow.Key.Protocol);
    }

    private static bool IsUnusual(in FlowSlot flow) => flow.Service != 0 && KnownFacts.IsUnusual(flow.Service, flow.Key.PortA, flow.Key.PortB);

    private void Datagram(uint slot, ref FlowSlot flow, bool originator, int side, in DecodedPacket p, ReadOnlySpan<byte> data)
    {
        bool dns = flow.Service == Dns || (flow.Inspection == InspectionState.New && (IsDnsPort(p.SourcePort) || IsDnsPort(p.DestinationPort)));
        if (dns && DnsMessage.TryDecode(data, out var message))
        {
            (flow.Service, flow.Inspection) = (Dns, InspectionState.Open);
            if (Find(slot, ref flow) is { } known) AddDns(known, in message);
            return;
        }

        if (flow.Service == Dns) return;
        var facts = flow.HasFacts ? _facts[slot] : null;
        var payload = DatagramReader.Payload(facts?.Inspection, originator, side, in flow, in p, data);
        bool asked = flow.Inspection == InspectionState.New;
        if (asked)
        {
            facts = Begin(slot, ref flow, DatagramReader.Table(p.Protocol), in payload);
            if (flow.Service == Dns && DnsMessage.TryDecode(data, out message))
            {
                if (facts is not null) AddDns(facts, in message);
                return;
            }
        }

        if (facts is null) return;
        long before = facts.TextBytes;
        bool more = DatagramReader.Take(facts, ref flow.Service, side, in payload, asked);
        _textBytes += facts.TextBytes - before;
        if (!more) Close(slot, ref flow, facts);
    }

    private void Stream(uint slot, ref FlowSlot flow, bool originator, int side, in DecodedPacket p, ReadOnlySpan<byte> data)
    {
        uint first = (originator ? flow.OriginatorTcp : flow.ResponderTcp).Start + 1;
        int offset = (int)(p.Sequence + ((p.Flags & TcpFlags.Syn) != 0 ? 1u : 0) - first);
        FlowFacts? facts;
        if (flow.Inspection == InspectionState.New)
        {
            // A first segment that says it all needs no buffer.
            var payload = new Payload
            {
                Data = offset == 0 ? data : default,
                WireLength = data.Length,
                FromOriginator = originator,
                Transport = IpProtocol.Tcp,
                OriginatorPort = originator ? p.SourcePort : p.DestinationPort,
                ResponderPort = originator ? p.DestinationPort : p.SourcePort,
            };
            facts = Begin(slot, ref flow, ServiceTable.Tcp, in payload);
        }
        else
        {
            facts = flow.HasFacts ? _facts[slot] : null;
        }

        if (facts is null) return;
        long before = facts.TextBytes + facts.Dns.Bytes;
        bool more = _streams.Take(facts, ref flow.Service, side, in flow, in p, data, offset);
        _textBytes += facts.TextBytes + facts.Dns.Bytes - before;
        if (!more) Close(slot, ref flow, facts);
    }

    /// <summary>The first look: decides at once, or opens what is needed to look on.</summary>
    /// <returns>Null when there is nothing more to do.</returns>
    private FlowFacts? Begin(uint slot, ref FlowSlot flow, ServiceTable table, in Payload payload)
    {
        ulong candidates = table.All;
        flow.Inspection = InspectionState.Done;
        if (payload.Data.Length > 0)
        {
            candidates = table.Opening(payload.Data[0]);
            flow.Service = table.Ask(in payload, ref candidates);
            if (flow.Service == 0 && candidates == 0) return null;
        }

        // Undecided flows leave room for those that have facts: a flood of random payload does not use up the share.
        if (Bytes + Inspection.Bytes > (flow.Service == 0 ? maxBytes / 2 : maxBytes) || Find(slot, ref flow) is not { } facts)
        {
            _skipped++;
            return null;
        }

        flow.Inspection = InspectionState.Open;
        if (flow.Service == Dns && !payload.IsStream) return facts;
        if (!_pool.TryPop(out var state))
        {
            state = new Inspection();
            _inspections++;
        }

        state.Candidates = candidates;
        facts.Inspection = state;
        return facts;
    }

    private void Close(uint slot, ref FlowSlot flow, FlowFacts facts)
    {
        flow.Inspection = InspectionState.Done;
        EndInspection(facts);
        if (facts.IsEmpty) Drop(slot, ref flow, facts);
    }

    private void EndInspection(FlowFacts facts)
    {
        facts.Memory = null;
        if (facts.Inspection is not { } state) return;
        facts.Inspection = null;
        state.Clear(_streams.Buffers);
        if (_pool.Count < MaxPool) _pool.Push(state);
        else _inspections--;
    }

    private FlowFacts? Find(uint slot, ref FlowSlot flow)
    {
        if (flow.HasFacts) return _facts[slot];
        int entries = slot < _facts.Length ? _facts.Length : (int)Math.Max(1024, slot * 2);
        if (Bytes + BytesPerFlow + (entries - _facts.Length) * (long)sizeof(ulong) > maxBytes)
        {
            _skipped++;
            return null;
        }

        if (entries > _facts.Length) Array.Resize(ref _facts, entries);
        flow.HasFacts = true;
        _count++;
        return _facts[slot] = _spare.TryPop(out var spare) ? spare : new FlowFacts();
    }

    private void Drop(uint slot, ref FlowSlot flow, FlowFacts facts)
    {
        EndInspection(facts);
        _textBytes -= facts.TextBytes + facts.Dns.Bytes;
        _facts[slot] = null;
        _count--;
        flow.HasFacts = false;
        facts.Clear();
        if (_spare.Count < MaxPool) _spare.Push(facts);
    }

    private void AddDns(FlowFacts facts, in DnsMessage message)
    {
        int before = facts.Dns.Bytes;
        if (!DnsReading.Add(facts, in message, Bytes + DnsRoom <= maxBytes)) _skipped++;
        _textBytes += facts.Dns.Bytes - before;
    }

    private static bool IsDnsPort(ushort port) => port is 53 or 5353 or 5355;
}
