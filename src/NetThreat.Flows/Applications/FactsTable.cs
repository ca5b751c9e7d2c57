using NetThreat.Core.Flows;
using NetThreat.Flows.Table;
using NetThreat.Packets;
using NetThreat.Packets.Dns;
using NetThreat.Packets.Ssh;

namespace NetThreat.Flows.Applications;

/// <summary>The facts of the few flows that have some, by slot, within their own share of the memory limit.</summary>
internal sealed class FactsTable(long maxBytes)
{
    /// <summary>Objects and table entries of one flow's facts, names aside.</summary>
    private const int BytesPerFlow = 256;

    private static readonly ApplicationFacts DnsOnly = new() { Service = "dns" };
    private static readonly ApplicationFacts SshOnly = new() { Service = "ssh" };
    private FlowFacts?[] _facts = [];
    private int _count;
    private long _textBytes;

    /// <summary>Messages whose facts were left out because the share was used up.</summary>
    public long Skipped { get; private set; }

    public long Bytes => _count * (long)BytesPerFlow + _textBytes;

    /// <summary>True for packets worth a look: DNS ports always, other payload at its direction's beginning.</summary>
    public static bool Wants(in DecodedPacket p, bool firstPayload) =>
        firstPayload || (p.Protocol == Core.Net.IpProtocol.Udp && (IsDnsPort(p.SourcePort) || IsDnsPort(p.DestinationPort)));

    public void Inspect(uint slot, ref FlowSlot flow, bool originator, in DecodedPacket p, ReadOnlySpan<byte> payload)
    {
        if (p.Protocol == Core.Net.IpProtocol.Udp)
        {
            if (!DnsMessage.TryDecode(payload, out var message)) return;
            if (flow.Service == FlowService.Unknown) flow.Service = FlowService.Dns;
            if (Find(slot, ref flow) is { } facts) Dns(facts, in message);
        }
        else if (p.Protocol == Core.Net.IpProtocol.Tcp && SshIdentification.TryFind(payload, !originator, out var line))
        {
            flow.Service = FlowService.Ssh;
            if (Find(slot, ref flow) is { } facts) Ssh(facts, originator, line);
        }
    }

    /// <summary>The facts for the next record of the flow, or null.</summary>
    public ApplicationFacts? Take(uint slot, ref FlowSlot flow, bool final)
    {
        if (!flow.HasFacts) return Known(flow.Service);
        var facts = _facts[slot]!;
        var taken = facts.Take(Name(flow.Service), out int names);
        _textBytes -= names * sizeof(char);
        if (!final && !facts.IsEmpty) return taken;
        _textBytes -= ((taken.SshClient?.Length ?? 0) + (taken.SshServer?.Length ?? 0)) * sizeof(char);
        _facts[slot] = null;
        _count--;
        flow.HasFacts = false;
        return taken;
    }

    private static string? Name(FlowService service) => service switch
    {
        FlowService.Dns => "dns",
        FlowService.Ssh => "ssh",
        _ => null,
    };

    private static ApplicationFacts? Known(FlowService service) => service switch
    {
        FlowService.Dns => DnsOnly,
        FlowService.Ssh => SshOnly,
        _ => null,
    };

    private static bool IsDnsPort(ushort port) => port is 53 or 5353 or 5355;

    private FlowFacts? Find(uint slot, ref FlowSlot flow)
    {
        if (flow.HasFacts) return _facts[slot];
        if (Bytes + BytesPerFlow > maxBytes)
        {
            Skipped++;
            return null;
        }

        if (slot >= _facts.Length) Array.Resize(ref _facts, (int)Math.Max(1024, slot * 2));
        flow.HasFacts = true;
        _count++;
        return _facts[slot] = new FlowFacts();
    }

    private void Dns(FlowFacts facts, in DnsMessage message)
    {
        if (!message.IsResponse) facts.Query();
        Span<char> text = stackalloc char[DnsName.MaxText];
        int n = message.CopyName(text);
        if (n < 0) return;
        var name = text[..n];
        int code = message.IsResponse ? message.ResponseCode : -1, answers = message.IsResponse ? message.Answers : 0;
        if (message.IsResponse && facts.Complete(name, message.Type, message.TransactionId, code, answers)) return;
        if (!facts.CanKeepDns) return;
        if (Bytes + n * sizeof(char) > maxBytes)
        {
            Skipped++;
            return;
        }

        _textBytes += n * sizeof(char);
        facts.Keep(new string(name), message.Type, code, answers, message.TransactionId);
    }

    private void Ssh(FlowFacts facts, bool originator, ReadOnlySpan<byte> line)
    {
        string text = System.Text.Encoding.ASCII.GetString(line);
        _textBytes += text.Length * sizeof(char);
        if (originator) facts.SshClient = text;
        else facts.SshServer = text;
    }
}
