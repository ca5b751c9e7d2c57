using System.Globalization;
using NetThreat.Core.Flows;
using NetThreat.Core.Net;
using NetThreat.Flows.Features;

namespace NetThreat.FlowExport;

/// <summary>Zeek's conn.log as tab-separated text, with community_id as the last column.</summary>
internal sealed class ZeekConnWriter(TimeProvider time) : IFlowWriter
{
    private const string Fields = "ts uid id.orig_h id.orig_p id.resp_h id.resp_p proto service duration orig_bytes resp_bytes conn_state local_orig local_resp"
        + " missed_bytes history orig_pkts orig_ip_bytes resp_pkts resp_ip_bytes tunnel_parents ip_proto community_id";

    private const string Types = "time string addr port addr port enum string interval count count string bool bool"
        + " count string count count count count set[string] count string";

    public void Begin(TextBuffer output)
    {
        output.Text("#separator \\x09\n#set_separator\t,\n#empty_field\t(empty)\n#unset_field\t-\n#path\tconn\n#open\t"u8);
        output.Text(Stamp());
        output.Text("\n#fields\t" + Fields.Replace(' ', '\t') + "\n#types\t" + Types.Replace(' ', '\t') + "\n");
    }

    public void Write(FlowRecord flow, ApplicationFacts? facts, TextBuffer output)
    {
        var key = flow.Key;
        output.Seconds(flow.Start.Nanoseconds);
        output.Byte((byte)'\t');
        output.Text(ZeekText.Uid(flow.Id));
        Endpoint(output, key.Originator, key.OriginatorPort);
        Endpoint(output, key.Responder, key.ResponderPort);
        Field(output, ZeekText.Protocol(key.Protocol));
        Optional(output, facts?.Service);
        Sizes(output, flow);
        Field(output, ZeekText.State(flow.State));
        Field(output, LocalNetworks.Contains(key.Originator) ? "T"u8 : "F"u8);
        Field(output, LocalNetworks.Contains(key.Responder) ? "T"u8 : "F"u8);
        Number(output, (long)flow.Features![FlowFeatures.MissedBytes]);
        Optional(output, flow.History.Length > 0 ? flow.History : null);
        Number(output, flow.Total.Originator.Packets);
        Number(output, flow.Total.Originator.IpBytes);
        Number(output, flow.Total.Responder.Packets);
        Number(output, flow.Total.Responder.IpBytes);
        if (flow.Parent == default) Field(output, "-"u8);
        else Optional(output, ZeekText.Uid(flow.Parent));
        Number(output, key.Protocol);
        output.Byte((byte)'\t');
        CommunityId.Write(key, 0, output.GetSpan(CommunityId.Length));
        output.Advance(CommunityId.Length);
        output.Byte((byte)'\n');
    }

    public void End(TextBuffer output)
    {
        output.Text("#close\t"u8);
        output.Text(Stamp());
        output.Byte((byte)'\n');
    }

    /// <summary>Zeek leaves duration and sizes open where all packets have one time.</summary>
    private static void Sizes(TextBuffer output, FlowRecord flow)
    {
        double duration = flow.Features![FlowFeatures.OpenDuration];
        if (duration <= 0)
        {
            output.Text("\t-\t-\t-"u8);
            return;
        }

        output.Byte((byte)'\t');
        output.Seconds((long)Math.Round(duration * 1e3));
        Number(output, (long)flow.Features[FlowFeatures.OriginatorStreamBytes]);
        Number(output, (long)flow.Features[FlowFeatures.ResponderStreamBytes]);
    }

    private static void Endpoint(TextBuffer output, Address address, ushort port)
    {
        output.Byte((byte)'\t');
        output.Address(address);
        Number(output, port);
    }

    private static void Number(TextBuffer output, long value)
    {
        output.Byte((byte)'\t');
        output.Number(value);
    }

    private static void Field(TextBuffer output, ReadOnlySpan<byte> text)
    {
        output.Byte((byte)'\t');
        output.Text(text);
    }

    private static void Optional(TextBuffer output, string? text)
    {
        output.Byte((byte)'\t');
        if (text is null) output.Byte((byte)'-');
        else output.Text(text);
    }

    private string Stamp() => time.GetUtcNow().ToString("yyyy-MM-dd-HH-mm-ss", CultureInfo.InvariantCulture);
}
