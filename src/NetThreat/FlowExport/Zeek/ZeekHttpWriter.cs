using NetThreat.Core.Flows;

namespace NetThreat.FlowExport.Zeek;

/// <summary>Zeek's http.log, one row a request; ts is the flow's begin, body lengths are those announced, and passwords are never kept.</summary>
internal sealed class ZeekHttpWriter(IZeekEncoder encoder) : IFlowWriter
{
    private const int SwitchingProtocols = 101;

    public static IReadOnlyList<ZeekField> Fields { get; } = ZeekField.List(
        "ts:time uid:string id.orig_h:addr id.orig_p:port id.resp_h:addr id.resp_p:port trans_depth:count method:string host:string uri:string referrer:string"
        + " version:string user_agent:string request_body_len:count response_body_len:count status_code:count info_code:count username:string"
        + " orig_mime_types:vector[string] resp_mime_types:vector[string]");

    public void Begin(TextBuffer output) => encoder.Begin(output, "http", Fields);

    public void Write(FlowRecord flow, ApplicationFacts? facts, TextBuffer output)
    {
        int depth = 0;
        foreach (var t in facts?.Http ?? []) Row(flow, t, ++depth, output);
    }

    public void End(TextBuffer output) => encoder.End(output);

    private void Row(FlowRecord flow, HttpTransaction t, int depth, TextBuffer output)
    {
        encoder.BeginRow(output);
        ZeekText.Identity(encoder, flow);
        encoder.Count(depth);
        encoder.Text(t.Method);
        encoder.Text(t.Host);
        encoder.Text(t.Uri);
        encoder.Text(t.Referrer);
        encoder.Text(t.Version);
        encoder.Text(t.UserAgent);
        encoder.Count(Math.Max(0, t.RequestLength));
        encoder.Count(Math.Max(0, t.ResponseLength));
        Code(t.Status > SwitchingProtocols ? t.Status : 0);
        Code(t.Status <= SwitchingProtocols ? t.Status : 0);
        encoder.Text(t.User);
        encoder.Texts(t.RequestType is { } sent ? [sent] : []);
        encoder.Texts(t.ResponseType is { } received ? [received] : []);
        encoder.EndRow();
    }

    private void Code(int status)
    {
        if (status == 0) encoder.Unset();
        else encoder.Count(status);
    }
}
