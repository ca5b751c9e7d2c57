namespace NetThreat.Capture.Collector;

/// <summary>How an exporter samples: by sampler, by interface, or throughout, as its options data and headers told.</summary>
internal sealed class SamplingTable
{
    /// <summary>Samplers of one domain that are kept.</summary>
    private const int MaxSamplers = 1024;

    /// <summary>Above this a rate is a mistake, and counters would overflow.</summary>
    private const double MaxRate = 1 << 28;

    private readonly Dictionary<ulong, double> _samplers = [];
    private readonly Dictionary<uint, double> _interfaces = [];

    private double _default = 1;

    /// <summary>The rate throughout the domain; 1 where nothing was told.</summary>
    public double Default
    {
        get => _default;
        set
        {
            if (_default != value) Revision++;
            _default = value;
        }
    }

    /// <summary>Rises with every change.</summary>
    public long Revision { get; private set; }

    /// <summary>Takes up an options record.</summary>
    /// <returns>False where it says nothing of sampling.</returns>
    public bool Learn(in ForeignRecord options)
    {
        if (Own(options) is not { } rate) return false;
        if ((options.Has & RecordFields.SamplerId) != 0) Set(_samplers, options.SamplerId, rate);
        else if ((options.Has & RecordFields.InputInterface) != 0) Set(_interfaces, options.InputInterface, rate);
        else Default = rate;
        return true;
    }

    /// <summary>One packet of how many the record stands for.</summary>
    public double RateOf(in ForeignRecord record)
    {
        if (Own(record) is { } own) return own;
        if ((record.Has & RecordFields.SamplerId) != 0 && _samplers.TryGetValue(record.SamplerId, out double sampler)) return sampler;
        if (_interfaces.Count > 0 && _interfaces.TryGetValue(record.InputInterface, out double port)) return port;
        return Default;
    }

    public static double Bounded(double rate) => rate >= 1 && rate <= MaxRate ? rate : 1;

    public void Write(BinaryWriter w)
    {
        w.Write(Default);
        w.Write(_samplers.Count);
        foreach (var (id, rate) in _samplers)
        {
            w.Write(id);
            w.Write(rate);
        }

        w.Write(_interfaces.Count);
        foreach (var (id, rate) in _interfaces)
        {
            w.Write(id);
            w.Write(rate);
        }
    }

    /// <exception cref="EndOfStreamException">There is less than it says.</exception>
    public void Read(BinaryReader r)
    {
        Default = Bounded(r.ReadDouble());
        for (int n = r.ReadInt32(); n > 0; n--) Set(_samplers, r.ReadUInt64(), Bounded(r.ReadDouble()));
        for (int n = r.ReadInt32(); n > 0; n--) Set(_interfaces, r.ReadUInt32(), Bounded(r.ReadDouble()));
    }

    /// <summary>What a record says of its own sampling (RFC 5477 section 8.2; NetFlow's SAMPLING_INTERVAL).</summary>
    private static double? Own(in ForeignRecord r)
    {
        if (r.SamplingSpace > 0 && r.SamplingSize > 0) return Bounded(((double)r.SamplingSize + r.SamplingSpace) / r.SamplingSize);
        if (r.SamplingPopulation > 0 && r.SamplingSize > 0) return Bounded((double)r.SamplingPopulation / r.SamplingSize);
        if (r.SamplingInterval > 0) return Bounded(r.SamplingInterval);
        if (r.SamplingProbability > 0) return Bounded(1 / r.SamplingProbability);
        return null;
    }

    private void Set<T>(Dictionary<T, double> table, T key, double rate)
        where T : notnull
    {
        if (table.TryGetValue(key, out double old) ? old == rate : table.Count >= MaxSamplers) return;
        table[key] = rate;
        Revision++;
    }
}
