using NetThreat.Core.Flows;

namespace NetThreat.Web.Dashboard;

/// <summary>Zeek's connection states for people who do not know them by heart.</summary>
internal static class FlowWords
{
    public static string State(ConnState state) => state switch
    {
        ConnState.S0 => "attempt without an answer",
        ConnState.S1 => "established, not ended",
        ConnState.SF => "established and ended",
        ConnState.REJ => "attempt rejected",
        ConnState.S2 => "established, the originator closed alone",
        ConnState.S3 => "established, the responder closed alone",
        ConnState.RSTO => "aborted by the originator",
        ConnState.RSTR => "aborted by the responder",
        ConnState.RSTOS0 => "attempt aborted by the originator without an answer",
        ConnState.RSTRH => "answer aborted by the responder, the attempt was not seen",
        ConnState.SH => "attempt closed without an answer",
        ConnState.SHR => "answer closed, the attempt was not seen",
        _ => "seen from the middle, or no connection",
    };
}
