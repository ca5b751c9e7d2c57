using NetThreat.Core.Flows;
using NetThreat.Core.Identity;
using NetThreat.Core.Net;
using NetThreat.Core.Time;

namespace NetThreat.Core.Wire;

/// <summary>Reads one <c>FlowSegment</c>: collects its fields in any order, then builds the record.</summary>
internal ref struct FlowSegmentReader
{
    private Id128? _id;
    private Address? _originator, _responder;
    private uint _ports;
    private int _protocol, _segment, _end, _state, _vlan, _icmpErrors, _lastIcmpError, _schema;
    private bool _final, _doubtful;
    private long _start, _endAfter, _timeAfter;
    private DirectionCounters _deltaOriginator, _deltaResponder;
    private DirectionCounters? _totalOriginator, _totalResponder;
    private string? _history;
    private ApplicationFacts? _application;
    private double[]? _features;
    private Id128 _parent;
    private TunnelKind _tunnel;
    private Anomaly _anomalies;
    private PacketSequence? _sequence;
    private ForeignFacts? _foreign;

    public static FlowRecord? Read(ref WireReader outer)
    {
        var r = new WireReader(outer.Bytes());
        var record = ReadAll(ref r);
        if (r.Error is { } error) outer.Fail(error);
        return record;
    }

    /// <summary>Reads the fields up to the reader's end; null with the reader's error when they make no record.</summary>
    public static FlowRecord? ReadAll(ref WireReader r)
    {
        var fields = new FlowSegmentReader();
        while (r.Next(out uint tag))
            if (!fields.ReadKey(ref r, tag) && !fields.ReadRest(ref r, tag)) r.Skip(tag);
        var record = r.Error is null ? fields.Build(ref r) : null;
        return r.Error is null ? record : null;
    }

    private bool ReadKey(ref WireReader r, uint tag)
    {
        switch (tag)
        {
            case 10: _id = r.Id("a flow id"); return true;
            case 18: _originator = r.Address("an originator"); return true;
            case 26: _responder = r.Address("a responder"); return true;
            case 32: _ports = (uint)r.Varint(); return true;
            case 40: _protocol = r.Int(byte.MaxValue, "a protocol"); return true;
            case 48: _segment = r.Int(int.MaxValue, "a segment number"); return true;
            case 56: _final = r.Bool(); return true;
            case 64: _end = r.Int((int)FlowEnd.Foreign, "an end reason"); return true;
            case 72: _start = r.SInt(); return true;
            case 80: _endAfter = r.SInt(); return true;
            case 88: _timeAfter = r.SInt(); return true;
            default: return false;
        }
    }

    private bool ReadRest(ref WireReader r, uint tag)
    {
        switch (tag)
        {
            case 98: _deltaOriginator = Direction(ref r); return true;
            case 106: _deltaResponder = Direction(ref r); return true;
            case 114: _totalOriginator = Direction(ref r); return true;
            case 122: _totalResponder = Direction(ref r); return true;
            case 128: _state = r.Int((int)ConnState.SHR, "a connection state"); return true;
            case 138: _history = r.Text(WireLimits.MaxHistory, "a history"); return true;
            case 144: _vlan = r.Int(ushort.MaxValue, "a VLAN"); return true;
            case 152: _doubtful = r.Bool(); return true;
            case 162: _application = ApplicationReader.Read(ref r); return true;
            case 170: _features = r.Doubles(WireLimits.MaxFeatures, "a feature row"); return true;
            case 176: _schema = r.Int(ushort.MaxValue, "a feature schema version"); return true;
            case 186: _parent = r.Id("a parent flow id"); return true;
            case 192: _tunnel = (TunnelKind)r.Int(byte.MaxValue, "a tunnel kind"); return true;
            case 200: _anomalies = (Anomaly)r.Varint(); return true;
            case 210: _sequence = SequenceReader.Read(ref r); return true;
            case 216: _icmpErrors = r.Int(ushort.MaxValue, "a number of ICMP errors"); return true;
            case 224: _lastIcmpError = r.Int(ushort.MaxValue, "an ICMP error"); return true;
            case 242: _foreign = ForeignCodec.Read(ref r); return true;
            default: return false;
        }
    }

    private static DirectionCounters Direction(ref WireReader outer)
    {
        var r = new WireReader(outer.Bytes());
        long packets = 0, bytes = 0, payload = 0;
        while (r.Next(out uint tag))
            switch (tag)
            {
                case 8: packets = r.Count("a packet count"); break;
                case 16: bytes = r.Count("a byte count"); break;
                case 24: payload = r.Count("a byte count"); break;
                default: r.Skip(tag); break;
            }
        if (r.Error is { } error) outer.Fail(error);
        return new(packets, bytes, payload);
    }

    private readonly FlowRecord? Build(ref WireReader r)
    {
        if (_id is not { } id || _originator is not { } originator || _responder is not { } responder)
        {
            r.Fail("a flow without id or addresses");
            return null;
        }
        return new()
        {
            Id = id,
            Key = new(originator, responder, (ushort)(_ports >> 16), (ushort)_ports, (byte)_protocol),
            Segment = _segment,
            Final = _final,
            EndReason = (FlowEnd)_end,
            Start = new(_start),
            End = After(ref r, _endAfter),
            Time = After(ref r, _timeAfter),
            Delta = new(_deltaOriginator, _deltaResponder),
            Total = new(_totalOriginator ?? _deltaOriginator, _totalResponder ?? _deltaResponder),
            State = (ConnState)_state,
            History = _history ?? "",
            Vlan = (ushort)_vlan,
            DirectionDoubtful = _doubtful,
            Application = _application,
            Features = _features,
            FeatureSchema = _schema,
            Parent = _parent,
            Tunnel = _tunnel,
            Anomalies = _anomalies,
            Sequence = _sequence,
            IcmpErrors = _icmpErrors,
            LastIcmpError = _lastIcmpError,
            Foreign = _foreign,
        };
    }

    private readonly Timestamp After(ref WireReader r, long distance)
    {
        long sum = unchecked(_start + distance);
        if (((_start ^ sum) & (distance ^ sum)) < 0) r.Fail("a time is out of range");
        return new(sum);
    }
}
