using NetThreat.Core.Flows;
using NetThreat.Flows.Features;

namespace NetThreat.FlowExport.Zeek;

/// <summary>
/// Zeek's conn.log, with community_id as the last column. tunnel_parents holds the uid of the flow that carried this one; a tunnel's own
/// packets are a row too.
/// </summary>
internal sealed class ZeekConnWriter(IZeekEncoder encoder) : IFlowWriter
{
    public static IReadOnlyList<ZeekField> Fields { get; } = ZeekField.List(
        "ts:time uid:string id.orig_h:addr id.orig_p:port id.resp_h:addr id.resp_p:port proto:enum service:string duration:interval orig_bytes:count"
        + " resp_bytes:count conn_state:string local_orig:bool local_resp:bool missed_bytes:count history:string orig_pkts:count orig_ip_bytes:count"
        + " resp_pkts:count resp_ip_bytes:count tunnel_parents:set[string] ip_proto:count community_id:string");

    private readonly byte[] _communityId = new byte[CommunityId.Length];

    public void Begin(TextBuffer output) => encoder.Begin(output, "conn", Fields);

    public void Write(FlowRecord flow, ApplicationFacts? facts, TextBuffer output)
    {
        var key = flow.Key;
        encoder.BeginRow(output);
        ZeekText.Identity(encoder, flow);
        encoder.Plain(ZeekText.Protocol(key.Protocol));
        encoder.Text(facts?.Service);
        Sizes(flow);
        encoder.Plain(ZeekText.State(flow.State));
        encoder.Bool(LocalNetworks.Contains(key.Originator));
        encoder.Bool(LocalNetworks.Contains(key.Responder));
        encoder.Count(Feature(flow, FlowFeatures.MissedBytes));
        encoder.Text(flow.History.Length > 0 ? flow.History : null);
        encoder.Count(flow.Total.Originator.Packets);
        encoder.Count(flow.Total.Originator.IpBytes);
        encoder.Count(flow.Total.Responder.Packets);
        encoder.Count(flow.Total.Responder.IpBytes);
        encoder.Texts(flow.Parent == default ? [] : [ZeekText.Uid(flow.Parent)]);
        encoder.Count(key.Protocol);
        CommunityId.Write(key, 0, _communityId);
        encoder.Plain(_communityId);
        encoder.EndRow();
    }

    public void End(TextBuffer output) => encoder.End(output);

    /// <summary>Zeek leaves duration and sizes open where all packets have one time.</summary>
    private void Sizes(FlowRecord flow)
    {
        double duration = flow.Features![FlowFeatures.OpenDuration];
        if (!(duration > 0))
        {
            encoder.Unset();
            encoder.Unset();
            encoder.Unset();
            return;
        }

        encoder.Seconds((long)Math.Round(duration * 1e3));
        encoder.Count(Feature(flow, FlowFeatures.OriginatorStreamBytes));
        encoder.Count(Feature(flow, FlowFeatures.ResponderStreamBytes));
    }

    /// <summary>Unknown counts as 0.</summary>
    private static long Feature(FlowRecord flow, int column) => flow.Features![column] is var value && value > 0 ? (long)value : 0;
}
