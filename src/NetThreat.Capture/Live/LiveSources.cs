using System.Text.RegularExpressions;
using NetThreat.Capture.Live.Libpcap;
using NetThreat.Capture.Live.Linux;
using NetThreat.Core.Packets;

namespace NetThreat.Capture.Live;

/// <summary>Opens interfaces as sources, by the best means that the system has.</summary>
public static partial class LiveSources
{
    /// <summary>All of a Linux system's interfaces at once, which libpcap knows by this name.</summary>
    private const string Any = "any";

    /// <summary>How much later than its block's timeout a packet may be handed over, on a busy machine.</summary>
    private static readonly TimeSpan s_slack = TimeSpan.FromMilliseconds(30);

    /// <summary>A means of capture that an adapter brings; null without one.</summary>
    public static Func<string, CaptureOptions, ILiveCapture>? Adapter { get; set; }

    /// <summary>Opens one source for each worker.</summary>
    /// <param name="interfaces">The legs of one tap: each source has packets of all of them, in order of time.</param>
    /// <exception cref="CaptureException">An interface cannot be opened; the message names it and the fix.</exception>
    public static IReadOnlyList<IPacketSource> Open(IReadOnlyList<string> interfaces, CaptureOptions options, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(interfaces);
        ArgumentNullException.ThrowIfNull(options);
        if (interfaces.GroupBy(i => i).FirstOrDefault(g => g.Count() > 1) is { } twice) throw new CaptureException($"'{twice.Key}' is named twice: name it once");
        var opened = new List<IPacketSource>();
        try
        {
            for (int worker = 0; worker < options.Workers; worker++) opened.Add(OpenOne(interfaces, options, time));
            return opened;
        }
        catch
        {
            opened.ForEach(s => s.Dispose());
            throw;
        }
    }

    private static IPacketSource OpenOne(IReadOnlyList<string> interfaces, CaptureOptions options, TimeProvider time)
    {
        var legs = new List<InterfaceSource>();
        try
        {
            foreach (string name in interfaces) legs.Add(new(name, Means(name, options, time), options, time));
        }
        catch
        {
            legs.ForEach(l => l.Dispose());
            throw;
        }

        IPacketSource source = legs is [var one] ? one : new MergedSource(legs, options.BlockTimeout + s_slack, time);
        return NeedsFrame(options.Filter) && UsesRing(interfaces[0], options) ? new FilteredSource(source, options.Filter) : source;
    }

    private static Func<ILiveCapture> Means(string name, CaptureOptions options, TimeProvider time)
    {
        if (UsesRing(name, options)) return () => OpenRing(name, options);
        if (options.Method == CaptureMethod.SharpPcap || (options.Method == CaptureMethod.Auto && !LibpcapNative.IsPresent && Adapter is not null))
            return () => (Adapter ?? throw new CaptureException("this build has no SharpPcap: leave Capture:Method out, or build where the package is present"))(name, options);
        if (options.Workers > 1) throw new CaptureException($"'{name}' cannot be shared by {options.Workers} workers without a ring of the kernel: set Capture:Workers to 1");
        return () => LibpcapOpener.Open(name, options, options.Filter, time);
    }

    private static bool UsesRing(string name, CaptureOptions options) => options.Method switch
    {
        CaptureMethod.Ring => true,
        CaptureMethod.Auto => RingOpener.IsSupported && name != Any && (!LibpcapNative.IsPresent || RingOpener.LinkType(name) is not null),
        _ => false,
    };

    private static RingCapture OpenRing(string name, CaptureOptions options)
    {
        if (!RingOpener.IsSupported) throw new CaptureException("a ring of the kernel is there on 64-bit Linux alone: leave Capture:Method out");
        if (options.Filter.Length == 0 || NeedsFrame(options.Filter)) return RingOpener.Open(name, options, []);
        using var filter = new PacketFilter(options.Filter, RingOpener.LinkType(name) ?? Packets.Link.LinkType.Ethernet, options.SnapLength);
        return RingOpener.Open(name, options, filter.Instructions);
    }

    /// <summary>The kernel sees a frame without its outermost tag: an expression that speaks of tags needs the frame as it was on the wire.</summary>
    private static bool NeedsFrame(string filter) => TagWords().IsMatch(filter);

    [GeneratedRegex(@"\b(vlan|ether\s*\[|link\s*\[)", RegexOptions.IgnoreCase)]
    private static partial Regex TagWords();
}
