using NetThreat.Core.Flows;

namespace NetThreat.FlowExport.Zeek;

/// <summary>Zeek's dns.log, one row a transaction; ts is the flow's begin, and the round trip is not measured.</summary>
internal sealed class ZeekDnsWriter(IZeekEncoder encoder) : IFlowWriter
{
    public static IReadOnlyList<ZeekField> Fields { get; } = ZeekField.List(
        "ts:time uid:string id.orig_h:addr id.orig_p:port id.resp_h:addr id.resp_p:port proto:enum trans_id:count rtt:interval query:string qclass:count"
        + " qclass_name:string qtype:count qtype_name:string rcode:count rcode_name:string AA:bool TC:bool RD:bool RA:bool Z:count answers:vector[string]"
        + " TTLs:vector[interval] rejected:bool");

    private const int Authoritative = 0x400, Truncated = 0x200, RecursionDesired = 0x100, RecursionAvailable = 0x80;

    public void Begin(TextBuffer output) => encoder.Begin(output, "dns", Fields);

    public void Write(FlowRecord flow, ApplicationFacts? facts, TextBuffer output)
    {
        foreach (var t in facts?.Dns ?? []) Row(flow, t, output);
    }

    public void End(TextBuffer output) => encoder.End(output);

    private void Row(FlowRecord flow, DnsTransaction t, TextBuffer output)
    {
        bool answered = t.ResponseCode >= 0;
        var answers = t.ReadAnswers();
        encoder.BeginRow(output);
        ZeekText.Identity(encoder, flow);
        encoder.Plain(ZeekText.Protocol(flow.Key.Protocol));
        encoder.Count(t.TransactionId);
        encoder.Unset();
        encoder.Text(t.Name);
        encoder.Count(t.Class);
        encoder.Text(DnsText.Class(t.Class));
        encoder.Count(t.Type);
        encoder.Text(DnsText.Type(t.Type));
        if (answered) encoder.Count(t.ResponseCode);
        else encoder.Unset();
        encoder.Text(answered ? DnsText.ResponseCode(t.ResponseCode) : null);
        encoder.Bool((t.Flags & Authoritative) != 0);
        encoder.Bool((t.Flags & Truncated) != 0);
        encoder.Bool((t.Flags & RecursionDesired) != 0);
        encoder.Bool((t.Flags & RecursionAvailable) != 0);
        encoder.Count(t.Flags >> 4 & 7);
        encoder.Texts(answers.Select(a => a.Data).ToArray());
        encoder.Spans(answers.Select(a => (long)a.Ttl).ToArray());
        encoder.Bool(false);
        encoder.EndRow();
    }
}
