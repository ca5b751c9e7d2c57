using System.Buffers.Binary;
using NetThreat.Core.Flows;
using NetThreat.Core.Identity;
using NetThreat.Core.Net;
using NetThreat.Core.Sketches;
using NetThreat.Core.Time;

namespace NetThreat.Core.Wire;

/// <summary>An aggregate record to and from the message <c>FlowAggregate</c>.</summary>
internal ref struct AggregateCodec
{
    private const int KeyBytes = 37;
    private readonly List<FlowKey> _sample = [];
    private readonly SortedDictionary<ushort, long> _ports = [];
    private Id128? _id;
    private Address? _host;
    private bool _responder;
    private int _protocol;
    private long _start, _timeAfter, _endAfter, _flows, _packets, _bytes;
    private DistinctSketch? _peers;
    private Anomaly _anomalies;
    private string _history = "";

    public AggregateCodec()
    {
    }

    public static void Write(ref WireWriter w, AggregateRecord a)
    {
        w.Id(1, a.Id);
        w.Address(2, a.Host);
        w.Bool(3, a.HostIsResponder);
        w.UInt(4, a.Protocol);
        w.SInt(5, a.Start.Nanoseconds);
        w.SInt(6, unchecked(a.Time.Nanoseconds - a.Start.Nanoseconds));
        w.Count(7, a.Flows);
        w.Count(8, a.Packets);
        w.Count(9, a.Bytes);
        w.Bytes(10, a.Peers.Save());
        Span<byte> key = stackalloc byte[KeyBytes];
        foreach (var k in a.Sample)
        {
            Save(k, key);
            w.Bytes(12, key);
        }

        w.Text(13, a.History);
        w.SInt(14, unchecked(a.End.Nanoseconds - a.Start.Nanoseconds));
        foreach (var (port, flows) in a.Ports ?? new SortedDictionary<ushort, long>())
        {
            int mark = w.Open(15);
            w.UInt(1, port);
            w.Count(2, flows);
            w.Close(mark);
        }

        w.UInt(16, (ulong)a.Anomalies);
    }

    public static AggregateRecord? Read(ref WireReader outer)
    {
        var r = new WireReader(outer.Bytes());
        var fields = new AggregateCodec();
        while (r.Next(out uint tag))
            if (!fields.ReadCounts(ref r, tag) && !fields.ReadRest(ref r, tag)) r.Skip(tag);
        var aggregate = r.Error is null ? fields.Build(ref r) : null;
        if (r.Error is { } error) outer.Fail(error);
        return r.Error is null ? aggregate : null;
    }

    private bool ReadCounts(ref WireReader r, uint tag)
    {
        switch (tag)
        {
            case 10: _id = r.Id("an aggregate's id"); return true;
            case 18: _host = r.Address("an aggregate's host"); return true;
            case 24: _responder = r.Bool(); return true;
            case 32: _protocol = r.Int(byte.MaxValue, "a protocol"); return true;
            case 40: _start = r.SInt(); return true;
            case 48: _timeAfter = r.SInt(); return true;
            case 56: _flows = r.Count("a flow count"); return true;
            case 64: _packets = r.Count("a packet count"); return true;
            case 72: _bytes = r.Count("a byte count"); return true;
            default: return false;
        }
    }

    private bool ReadRest(ref WireReader r, uint tag)
    {
        switch (tag)
        {
            case 82:
                _peers = DistinctSketch.TryLoad(r.Bytes());
                if (_peers is null) r.Fail("a sketch of peers is not one");
                return true;
            case 98: ReadKey(ref r); return true;
            case 106: _history = r.Text(WireLimits.MaxHistory, "a history"); return true;
            case 112: _endAfter = r.SInt(); return true;
            case 122: ReadPort(ref r); return true;
            case 128: _anomalies = (Anomaly)r.Varint(); return true;
            default: return false;
        }
    }

    private readonly void ReadKey(ref WireReader r)
    {
        var b = r.Bytes();
        if (b.Length != KeyBytes) r.Fail("a flow key is not 37 bytes");
        else if (_sample.Count >= AggregateRecord.MaxSample) r.Fail("a sample of flow keys is too long");
        else _sample.Add(new(Net.Address.FromBytes(b[..16]), Net.Address.FromBytes(b[16..32]), BinaryPrimitives.ReadUInt16BigEndian(b[32..]), BinaryPrimitives.ReadUInt16BigEndian(b[34..]), b[36]));
    }

    private readonly void ReadPort(ref WireReader outer)
    {
        var r = new WireReader(outer.Bytes());
        int port = 0;
        long flows = 0;
        while (r.Next(out uint tag))
            switch (tag)
            {
                case 8: port = r.Int(ushort.MaxValue, "a port"); break;
                case 16: flows = r.Count("a flow count"); break;
                default: r.Skip(tag); break;
            }
        if (_ports.Count >= AggregateRecord.MaxPorts) r.Fail("too many ports of an aggregate");
        _ports[(ushort)port] = flows;
        if (r.Error is { } error) outer.Fail(error);
    }

    private static void Save(in FlowKey key, Span<byte> destination)
    {
        key.Originator.CopyTo(destination);
        key.Responder.CopyTo(destination[16..]);
        BinaryPrimitives.WriteUInt16BigEndian(destination[32..], key.OriginatorPort);
        BinaryPrimitives.WriteUInt16BigEndian(destination[34..], key.ResponderPort);
        destination[36] = key.Protocol;
    }

    private readonly AggregateRecord? Build(ref WireReader r)
    {
        if (_id is not { } id || _host is not { } host)
        {
            r.Fail("an aggregate without id or host");
            return null;
        }

        return new()
        {
            Id = id,
            Host = host,
            HostIsResponder = _responder,
            Protocol = (byte)_protocol,
            History = _history,
            Start = new(_start),
            End = After(ref r, _endAfter),
            Time = After(ref r, _timeAfter),
            Flows = _flows,
            Packets = _packets,
            Bytes = _bytes,
            Anomalies = _anomalies,
            Peers = _peers ?? new(),
            Ports = _ports.Count == 0 ? null : _ports,
            Sample = _sample,
        };
    }

    private readonly Timestamp After(ref WireReader r, long distance)
    {
        long sum = unchecked(_start + distance);
        if (((_start ^ sum) & (distance ^ sum)) < 0) r.Fail("a time is out of range");
        return new(sum);
    }
}
