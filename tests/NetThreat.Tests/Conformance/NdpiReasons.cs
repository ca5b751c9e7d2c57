namespace NetThreat.Tests.Conformance;

/// <summary>Why we differ from nDPI on purpose.</summary>
internal static class NdpiReasons
{
    /// <summary>Single flows, by capture and label.</summary>
    private static readonly Dictionary<(string Capture, string Label), string> Single = new()
    {
        [("cloudflare-warp.pcap", "Jabber")] = "no XML in the payload: a push service that nDPI takes for Jabber",
        [("dns_invert_query.pcapng", "DNS")] = "an inverse query, which RFC 3425 abolished",
        [("sip_hello.pcapng", "SIP")] = "both sides say nothing but \"hello\"",
        [("ossfuzz_seed_fake_traces_3.pcapng", "MapleStory")] = "the game speaks HTTP; nDPI names the game alone",
        [("netbios.pcap", "NetBIOS")] = "an unanswered session request does not say what the session is for",
    };

    public static string? Of(NdpiPair pair)
    {
        if (pair.Service == "stun" && pair.Theirs.Labels.Intersect(["DTLS", "RTP", "RTCP"]).Any()) return "the flow begins with STUN; nDPI names what follows";
        return Single.GetValueOrDefault((pair.Capture, pair.Theirs.Labels[0]));
    }
}
