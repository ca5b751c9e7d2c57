using NetThreat.Capture.Live;

namespace NetThreat.Composition;

/// <summary>The means of capture that this build has beside its own.</summary>
internal static class CaptureAdapters
{
    /// <summary>Makes them known; to be called before an interface is opened.</summary>
    public static void Register() => LiveSources.Adapter = Adapter;

#if SHARPPCAP
    private static Func<string, CaptureOptions, ILiveCapture>? Adapter => NetThreat.Capture.SharpPcap.SharpPcapOpener.Open;
#else
    private static Func<string, CaptureOptions, ILiveCapture>? Adapter => null;
#endif
}
