using NetThreat.Capture.Ipfix;

namespace NetThreat.Capture.Collector;

/// <summary>What is known of one domain of one exporter. Belongs to the collector's thread; what it counts may be read by others.</summary>
internal sealed class ExportDomain
{
    /// <summary>Names of applications that are kept.</summary>
    private const int MaxApplications = 4096;

    /// <summary>Milliseconds by which the uptime, and the start that it implies, may go back without a restart: datagrams out of order, coarse clocks.</summary>
    private const uint UptimeSlack = 10_000;

    /// <summary>Milliseconds below the wrap of the uptime in which going back is the wrap.</summary>
    private const uint UptimeWrap = 3_600_000;

    private readonly Dictionary<ulong, string> _applications = [];
    private ClockEstimate _clock;
    private uint? _uptime;
    private long _booted;

    public ExportDomain(DomainKey key, TemplateBudget budget)
    {
        Key = key;
        bool records = key.Version is FlowVersion.NetFlow5 or FlowVersion.NetFlow7 or FlowVersion.Ipfix;
        Sequence = records ? new(1 << 20, 1 << 14) : new(1 << 16, 1 << 9);
        Templates = new(budget);
    }

    public DomainKey Key { get; }

    public SequenceTracker Sequence { get; }

    public SamplingTable Sampling { get; } = new();

    public TemplateSet Templates { get; }

    /// <summary>When the exporter's measuring began (systemInitTimeMilliseconds), nanoseconds; 0 where unknown.</summary>
    public long SystemStart { get; private set; }

    public long Datagrams { get; set; }

    /// <summary>Records about flows.</summary>
    public long Records { get; set; }

    /// <summary>Records about the exporter itself.</summary>
    public long OptionsRecords { get; set; }

    /// <summary>Sampled packets that belong to no flow.</summary>
    public long WithoutFlow { get; set; }

    /// <summary>Datagrams that broke off inside.</summary>
    public long Malformed { get; set; }

    /// <summary>Restarts seen by the uptime.</summary>
    public long UptimeRestarts { get; private set; }

    public long Restarts => UptimeRestarts + Sequence.Restarts;

    /// <summary>Nanoseconds to add to the exporter's times to have ours.</summary>
    public long ClockOffset => _clock.Offset;

    /// <summary>Receipt of the latest datagram, nanoseconds.</summary>
    public long LastReceived { get; private set; }

    /// <summary>Takes up a header; its sequence number is a matter of the datagram's content.</summary>
    public void Observe(in ExportHeader header)
    {
        Datagrams++;
        LastReceived = header.Received;
        _clock.Observe(header);
        if (header.Uptime is not { } uptime) return;
        // A datagram that is merely late has an earlier uptime and tells of the same start.
        long booted = (header.Exported != 0 ? header.Exported : header.Received) / 1_000_000 - uptime;
        bool back = _uptime is { } last && uptime + (long)UptimeSlack < last && last < uint.MaxValue - UptimeWrap;
        if (back && booted > _booted + UptimeSlack) Restarted();
        (_uptime, _booted) = (uptime, booted);
    }

    /// <summary>Learns from a record about the exporter.</summary>
    public void Learn(in ForeignRecord options)
    {
        OptionsRecords++;
        Sampling.Learn(options);
        if (options.SystemStart != 0) SystemStart = options.SystemStart;
        if (options.ApplicationName is { Length: > 0 } name && options.ApplicationId != 0
            && (_applications.Count < MaxApplications || _applications.ContainsKey(options.ApplicationId))) _applications[options.ApplicationId] = name;
    }

    /// <summary>The name of an application id (RFC 6759), where the exporter told it.</summary>
    public string? ApplicationOf(ulong id) => _applications.GetValueOrDefault(id);

    /// <summary>RFC 3954 section 9: what the exporter said before its restart holds no longer.</summary>
    private void Restarted()
    {
        UptimeRestarts++;
        Sequence.Reset();
        Templates.Clear();
    }
}
