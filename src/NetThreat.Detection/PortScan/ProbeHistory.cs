using NetThreat.Core.Findings;
using NetThreat.Core.Identity;
using NetThreat.Core.Net;
using NetThreat.Core.Sketches;
using NetThreat.Core.Time;

namespace NetThreat.Detection.PortScan;

/// <summary>
/// One initiator's episode of attempts: opened by the first one in vain, or by an echo request. While it is a single attempt it takes a hundred bytes, since a
/// flood of spoofed sources makes very many such.
/// </summary>
internal sealed class ProbeHistory(Timestamp opened) : IEpisode
{
    private Probe? _single;
    private readonly List<Id128> _flows = [];
    private Dictionary<(Address Target, byte Protocol), TargetProbes>? _targets;
    private Dictionary<(byte Protocol, ushort Port), ServiceProbes>? _services;

    /// <summary>Start of the interval of the first failed attempt: the window start of the findings.</summary>
    public Timestamp WindowStart { get; private set; } = Grid.Start(opened);

    public Timestamp First { get; private set; } = opened;

    /// <summary>Event time of the newest attempt that told something new and keeps the episode going.</summary>
    public Timestamp LastNew { get; private set; } = opened;

    /// <summary>Reports made so far, by kind of scan.</summary>
    public ReportState[] Reports { get; } = [new(), new(), new()];

    /// <summary>The earliest flows that count.</summary>
    public IReadOnlyList<Id128> Flows => _flows;

    public IEnumerable<KeyValuePair<(Address Target, byte Protocol), TargetProbes>> Targets => _targets ?? [];

    public IEnumerable<KeyValuePair<(byte Protocol, ushort Port), ServiceProbes>> Services => _services ?? [];

    /// <summary>Takes an attempt.</summary>
    /// <param name="flow">The flow's id; null where it has no record.</param>
    /// <returns>True when it told something new.</returns>
    public bool Add(Probe probe, Id128? flow, Timestamp time, PortScanOptions options)
    {
        if (_targets is null && !Promote(probe, options)) return TakeSingle(probe, flow);
        bool isNew = AddToMaps(probe, options);
        if (!isNew || !probe.Opens) return isNew;
        LastNew = time;
        AddFlow(flow);
        return true;
    }

    /// <summary>Takes more targets of the service that the probe names, all in vain.</summary>
    /// <returns>True when there were new ones.</returns>
    public bool AddTargets(Probe probe, DistinctSketch targets)
    {
        if (_services is null || !_services.TryGetValue((probe.Protocol, probe.Port), out var service)) return false;
        long before = service.Failed.Count;
        service.Failed.Merge(targets);
        return service.Failed.Count != before;
    }

    private bool TakeSingle(Probe probe, Id128? flow)
    {
        if (_single is not null || !probe.Opens) return false;
        _single = probe;
        AddFlow(flow);
        return true;
    }

    /// <summary>Goes over to maps when a second, different attempt comes.</summary>
    private bool Promote(Probe probe, PortScanOptions options)
    {
        if (_single is not { } first || first == probe) return false;
        _targets = [];
        _services = [];
        AddToMaps(first, options);
        _single = null;
        return true;
    }

    private bool AddToMaps(Probe probe, PortScanOptions options)
    {
        bool isNew = false;
        var target = (probe.Target, probe.Protocol);
        if (!_targets!.TryGetValue(target, out var t) && _targets.Count < options.MaxTargets) _targets[target] = t = new TargetProbes();
        if (t is not null) isNew |= t.Add(probe);
        var service = (probe.Protocol, probe.Port);
        if (!_services!.TryGetValue(service, out var s))
        {
            if (_services.Count >= options.MaxPorts) ForgetSmallServices();
            _services[service] = s = new ServiceProbes();
        }
        return isNew | s.Add(probe);
    }

    /// <summary>A vertical scan fills the map with services tried on one target; they make room for those tried on many.</summary>
    private void ForgetSmallServices()
    {
        foreach (var key in _services!.OrderBy(s => s.Value.Failed.Count).ThenBy(s => s.Key).Take(_services!.Count / 2).Select(s => s.Key).ToArray())
            _services!.Remove(key);
    }

    private void AddFlow(Id128? flow)
    {
        if (flow is { } id && _flows.Count < Finding.MaxFlows) _flows.Add(id);
    }

    public byte[] Save() => StateCodec.Save(w =>
    {
        StateCodec.Write(w, First);
        StateCodec.Write(w, LastNew);
        StateCodec.Write(w, WindowStart);
        foreach (var r in Reports) r.Save(w);
        w.Write(_flows.Count);
        foreach (var f in _flows) StateCodec.Write(w, f);
        w.Write(_single is not null);
        if (_single is { } s)
        {
            WriteKey(w, s.Target, s.Protocol, s.Port);
            w.Write(s.Failed);
        }
        w.Write(_targets is not null);
        if (_targets is null) return;
        w.Write(_targets.Count);
        foreach (var (k, v) in _targets)
        {
            WriteKey(w, k.Target, k.Protocol, 0);
            v.Save(w);
        }
        w.Write(_services!.Count);
        foreach (var (k, v) in _services)
        {
            WriteKey(w, default, k.Protocol, k.Port);
            v.Save(w);
        }
    });

    public static ProbeHistory Load(byte[] saved)
    {
        var h = new ProbeHistory(default);
        StateCodec.Load(saved, h.Read);
        return h;
    }

    private void Read(BinaryReader r)
    {
        First = StateCodec.ReadTime(r);
        LastNew = StateCodec.ReadTime(r);
        WindowStart = StateCodec.ReadTime(r);
        foreach (var report in Reports) report.Load(r);
        for (int n = r.ReadInt32(); n > 0; n--) _flows.Add(StateCodec.ReadId(r));
        if (r.ReadBoolean())
        {
            var (target, protocol, port) = ReadKey(r);
            _single = new Probe(target, protocol, port, r.ReadBoolean());
        }
        if (!r.ReadBoolean()) return;
        _targets = [];
        _services = [];
        for (int n = r.ReadInt32(); n > 0; n--)
        {
            var (target, protocol, _) = ReadKey(r);
            (_targets[(target, protocol)] = new TargetProbes()).Load(r);
        }
        for (int n = r.ReadInt32(); n > 0; n--)
        {
            var (_, protocol, port) = ReadKey(r);
            (_services[(protocol, port)] = new ServiceProbes()).Load(r);
        }
    }

    private static void WriteKey(BinaryWriter w, Address target, byte protocol, ushort port)
    {
        StateCodec.Write(w, target);
        w.Write(protocol);
        w.Write(port);
    }

    private static (Address Target, byte Protocol, ushort Port) ReadKey(BinaryReader r) => (StateCodec.ReadAddress(r), r.ReadByte(), r.ReadUInt16());
}
