using NetThreat.Core.Net;

namespace NetThreat.Capture.Collector;

/// <summary>Takes flows that are complete: both directions, or one that waited in vain.</summary>
/// <param name="time">The moment at which the flow counted as known, nanoseconds.</param>
internal delegate void FlowReady(ref ForeignFlow flow, long time);

/// <summary>
/// Joins the two directions of a conversation that an exporter told in two records. A record waits for the other direction during a window
/// of event time; in its order of arrival, so that the result is a function of the datagrams and their times.
/// </summary>
internal sealed class BiflowPairing(TimeSpan window, int maxWaiting, FlowReady ready)
{
    private readonly long _window = window.Ticks * 100;
    private readonly Dictionary<PairKey, long> _waiting = [];
    private ForeignFlow[] _ring = new ForeignFlow[1024];
    private bool[] _gone = new bool[1024];
    private long _head, _tail;

    /// <summary>Exported records that wait.</summary>
    public long Held { get; private set; }

    /// <summary>Conversations joined out of two directions.</summary>
    public long Paired { get; private set; }

    /// <summary>Records that left before their time because too many waited.</summary>
    public long Hurried { get; private set; }

    public void Add(ref ForeignFlow flow)
    {
        Pass(flow.Received);
        if (_window == 0 || flow.Biflow)
        {
            Release(ref flow, flow.Received);
            return;
        }

        var key = PairKey.Of(flow);
        if (_waiting.TryGetValue(key, out long at))
        {
            ref var other = ref _ring[Place(at)];
            bool sameDirection = other.Source == flow.Source && other.SourcePort == flow.SourcePort && !(other.Source == other.Destination && other.SourcePort == other.DestinationPort);
            if (flow.Sampled && Gather(ref other, flow, sameDirection)) return;
            if (!sameDirection && Near(other, flow))
            {
                Take(key, at, out var first);
                Join(ref first, flow);
                return;
            }

            Take(key, at, out var older);
            Release(ref older, flow.Received);
        }

        Wait(key, ref flow);
    }

    /// <summary>Event time has come to <paramref name="now"/> (nanoseconds): what has waited its window leaves, at the end of its window.</summary>
    public void Pass(long now)
    {
        while (_head < _tail)
        {
            int place = Place(_head);
            if (!_gone[place])
            {
                if (now - _ring[place].Received < _window) return;
                Leave(_ring[place].Received + _window);
            }
            else _head++;
        }
    }

    /// <summary>Nothing comes any more.</summary>
    public void Finish()
    {
        while (_head < _tail)
        {
            int place = Place(_head);
            if (_gone[place]) _head++;
            else Leave(_ring[place].Received + _window);
        }
    }

    private void Leave(long time)
    {
        var key = PairKey.Of(_ring[Place(_head)]);
        Take(key, _head, out var flow);
        _head++;
        Release(ref flow, time);
    }

    /// <summary>Records of one conversation may begin apart by what the other side needed to answer, and an exporter's clock is coarse.</summary>
    private bool Near(in ForeignFlow a, in ForeignFlow b) => a.Start <= Later(b.End) && b.Start <= Later(a.End);

    private long Later(long time) => time > long.MaxValue - _window ? long.MaxValue : time + _window;

    /// <summary>Sampled packets of one conversation add up while they wait; the first one decides who is the source.</summary>
    private bool Gather(ref ForeignFlow waiting, in ForeignFlow sample, bool sameDirection)
    {
        if (sameDirection) waiting.Add(sample);
        else
        {
            waiting.ReversePackets += sample.Packets;
            waiting.ReverseOctets += sample.Octets;
            waiting.ReverseFlags |= sample.Flags;
            waiting.End = Math.Max(waiting.End, sample.End);
            waiting.Records += sample.Records;
        }

        Held += sample.Records;
        return true;
    }

    private void Join(ref ForeignFlow first, in ForeignFlow second)
    {
        Paired++;
        long forward = first.Start, backward = second.Start;
        first.Join(second);
        if (Originator.IsDestination(first, forward, backward)) first.Turn();
        first.Directed = true;
        ready(ref first, second.Received);
    }

    private void Release(ref ForeignFlow flow, long time)
    {
        if (Originator.IsDestination(flow)) flow.Turn();
        ready(ref flow, time);
    }

    private void Wait(in PairKey key, ref ForeignFlow flow)
    {
        if (_tail - _head >= maxWaiting)
        {
            while (_gone[Place(_head)] && _head < _tail) _head++;
            if (_tail - _head >= maxWaiting)
            {
                Hurried++;
                Leave(flow.Received);
            }
        }

        if (_tail - _head == _ring.Length) Grow();
        int place = Place(_tail);
        _ring[place] = flow;
        _gone[place] = false;
        _waiting[key] = _tail++;
        Held += flow.Records;
    }

    private void Take(in PairKey key, long at, out ForeignFlow flow)
    {
        int place = Place(at);
        flow = _ring[place];
        _gone[place] = true;
        _waiting.Remove(key);
        Held -= flow.Records;
    }

    private void Grow()
    {
        var ring = new ForeignFlow[_ring.Length * 2];
        var gone = new bool[ring.Length];
        for (long i = _head; i < _tail; i++) (ring[(int)(i & (ring.Length - 1))], gone[(int)(i & (ring.Length - 1))]) = (_ring[Place(i)], _gone[Place(i)]);
        (_ring, _gone) = (ring, gone);
    }

    private int Place(long at) => (int)(at & (_ring.Length - 1));

    private readonly record struct PairKey(Address Low, Address High, uint Ports, byte Protocol, ExportDomain Domain)
    {
        public static PairKey Of(in ForeignFlow f)
        {
            int order = f.Source.CompareTo(f.Destination);
            bool turned = order > 0 || (order == 0 && f.SourcePort > f.DestinationPort);
            return turned
                ? new(f.Destination, f.Source, (uint)f.DestinationPort << 16 | f.SourcePort, f.Protocol, f.Domain)
                : new(f.Source, f.Destination, (uint)f.SourcePort << 16 | f.DestinationPort, f.Protocol, f.Domain);
        }

        // The seed of HashCode is new with every process: nobody can prepare keys that meet.
        public override int GetHashCode() => HashCode.Combine(Low.Low ^ Low.High, High.Low ^ High.High, Ports, Protocol);
    }
}
