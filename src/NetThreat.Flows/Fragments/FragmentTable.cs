using System.Runtime.InteropServices;
using NetThreat.Core.Flows;
using NetThreat.Core.Net;
using NetThreat.Packets;

namespace NetThreat.Flows.Fragments;

/// <summary>
/// Gives every fragment of a datagram the conversation of its first one, without putting datagrams together. Fragments that come before
/// the first wait for it, as facts without bytes, and leave right behind it; those whose first never comes are lost after
/// <see cref="Timeout"/>. What it decides depends on the order and times of packets alone. Not thread-safe.
/// </summary>
internal sealed class FragmentTable
{
    /// <summary>Linux waits as long for the rest of a datagram (net.ipv4.ipfrag_time).</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    /// <summary>Fragments of one datagram that may wait for its first.</summary>
    private const int MaxWaiting = FragmentPieces.Max;

    private const long TimeoutNanoseconds = 30_000_000_000;
    private readonly Dictionary<FragmentKey, int> _index = [];
    private readonly WaitingFragments _waiting;
    private readonly int _limit;
    private Datagram[] _datagrams = new Datagram[16];
    private readonly Stack<int> _free = new();
    private int _used, _oldest = -1, _newest = -1;
    private long _clock = long.MinValue;

    /// <param name="maxBytes">What datagrams and waiting fragments may take.</param>
    public FragmentTable(long maxBytes)
    {
        const int EntryBytes = 96;
        int datagram = Marshal.SizeOf<FragmentPieces>() + EntryBytes * 2, waiting = WaitingFragments.EntryBytes;
        _limit = (int)Math.Clamp(maxBytes / 2 / datagram, 16, 1 << 20);
        _waiting = new WaitingFragments((int)Math.Clamp(maxBytes / 2 / waiting, 16, 1 << 20));
    }

    /// <summary>Datagrams known.</summary>
    public int Count => _index.Count;

    /// <summary>Fragments inside that have no outcome yet.</summary>
    public int Held => _waiting.Count;

    /// <summary>Datagrams forgotten because the table was full.</summary>
    public long Evicted { get; private set; }

    /// <summary>Fragments that waited in vain since this was last taken.</summary>
    public long Lost { get; private set; }

    /// <summary>About what it takes now.</summary>
    public long Bytes => (long)_datagrams.Length * (Marshal.SizeOf<FragmentPieces>() + 96) + _waiting.Bytes + Count * 64L;

    /// <summary>Moves the clock, never back, and forgets what has timed out.</summary>
    public void Advance(long time)
    {
        if (time <= _clock) return;
        _clock = time;
        while (_oldest >= 0 && _datagrams[_oldest].Until <= _clock) Forget(_oldest);
    }

    /// <summary>What becomes of a fragment, as an outcome: Flow with its conversation, Waiting, or the reason why it is lost.</summary>
    public DecodeOutcome Resolve(DecodeOutcome outcome, ref DecodedPacket d, long time) => Add(outcome, ref d, time) switch
    {
        FragmentResult.Attributed => DecodeOutcome.Flow,
        FragmentResult.Waiting => DecodeOutcome.Waiting,
        _ => outcome == DecodeOutcome.Flow ? DecodeOutcome.LaterFragment : outcome,
    };

    /// <summary>Takes in a fragment (<see cref="DecodedPacket.Fragment"/> is not None).</summary>
    /// <param name="outcome">What decoding made of it.</param>
    /// <param name="d">Completed where it is attributed; <see cref="DecodedPacket.Waiting"/> tells how many fragments <see cref="Take"/> gives right behind it.</param>
    public FragmentResult Add(DecodeOutcome outcome, ref DecodedPacket d, long time)
    {
        Advance(time);
        d.Waiting = 0;
        bool first = d.Fragment == FragmentPart.First;
        int i = Find(in d, first);
        ref Datagram g = ref _datagrams[i];
        g.Pieces.Add(d.FragmentOffset, d.FragmentLength, !d.MoreFragments, out _, out bool overlap, out bool beyond);
        if (overlap) d.Anomalies |= Anomaly.FragmentOverlap;
        if (beyond) d.Anomalies |= Anomaly.FragmentBeyondEnd;
        if (first) return First(ref g, outcome, ref d);
        if (g.HasFirst)
        {
            Attribute(in g, ref d);
            return FragmentResult.Attributed;
        }

        if (g.FirstIsUseless || !_waiting.Add(ref g.FirstWaiting, ref g.LastWaiting, in d, MaxWaiting)) return FragmentResult.Lost;
        return FragmentResult.Waiting;
    }

    /// <summary>The next fragment that a first one released, in the order of <see cref="Add"/>.</summary>
    public void Take(out DecodedPacket d) => _waiting.Take(out d);

    /// <summary>The number of fragments that waited in vain since the last call.</summary>
    public long TakeLost()
    {
        long lost = Lost;
        Lost = 0;
        return lost;
    }

    /// <summary>The stream has ended: nothing comes any more.</summary>
    public void Finish()
    {
        while (_oldest >= 0) Forget(_oldest);
    }

    private FragmentResult First(ref Datagram g, DecodeOutcome outcome, ref DecodedPacket d)
    {
        if (outcome != DecodeOutcome.Flow)
        {
            g.FirstIsUseless = !g.HasFirst;
            if (g.FirstIsUseless) Lost += _waiting.Drop(ref g.FirstWaiting, ref g.LastWaiting);
            return FragmentResult.Lost;
        }

        g.HasFirst = true;
        g.FirstIsUseless = false;
        (g.Protocol, g.SourcePort, g.DestinationPort, g.IcmpRest) = (d.Protocol, d.SourcePort, d.DestinationPort, d.IcmpRest);
        (g.Flags, g.Sequence, g.Acknowledgment, g.Window) = (d.Flags, d.Sequence, d.Acknowledgment, d.Window);
        g.HeaderBytes = d.FragmentLength - d.PayloadLength;
        for (int w = g.FirstWaiting; w >= 0; w = _waiting.Next(w)) Attribute(in g, ref _waiting.At(w));
        d.Waiting = _waiting.Release(ref g.FirstWaiting, ref g.LastWaiting);
        return FragmentResult.Attributed;
    }

    /// <summary>A later fragment of TCP is a segment behind the first one's, without its flags for beginning and end.</summary>
    private static void Attribute(in Datagram g, ref DecodedPacket d)
    {
        (d.Protocol, d.SourcePort, d.DestinationPort, d.IcmpRest) = (g.Protocol, g.SourcePort, g.DestinationPort, g.IcmpRest);
        if (g.Protocol != IpProtocol.Tcp) return;
        d.Flags = g.Flags & TcpFlags.Ack;
        d.Acknowledgment = g.Acknowledgment;
        d.Window = g.Window;
        d.Sequence = g.Sequence + ((g.Flags & TcpFlags.Syn) != 0 ? 1u : 0u) + (uint)(d.FragmentOffset - g.HeaderBytes);
    }

    /// <summary>The datagram of a fragment, a new one where the known one is complete and this is no repetition.</summary>
    private int Find(in DecodedPacket d, bool first)
    {
        var key = FragmentKey.Of(in d);
        if (_index.TryGetValue(key, out int i))
        {
            ref Datagram known = ref _datagrams[i];
            if (!known.Pieces.IsComplete || known.Pieces.Has(d.FragmentOffset, d.FragmentLength) && !first) return i;
            Forget(i);
        }

        if (_index.Count >= _limit)
        {
            Evicted++;
            Forget(_oldest);
        }

        i = Fresh();
        _index.Add(key, i);
        _datagrams[i] = new Datagram { Key = key, Until = _clock + TimeoutNanoseconds, Older = _newest, Newer = -1, FirstWaiting = -1, LastWaiting = -1 };
        if (_newest >= 0) _datagrams[_newest].Newer = i;
        else _oldest = i;
        return _newest = i;
    }

    private int Fresh()
    {
        if (_free.Count > 0) return _free.Pop();
        if (_used == _datagrams.Length) Array.Resize(ref _datagrams, Math.Min(_limit, _used * 2));
        return _used++;
    }

    private void Forget(int i)
    {
        ref Datagram g = ref _datagrams[i];
        Lost += _waiting.Drop(ref g.FirstWaiting, ref g.LastWaiting);
        _index.Remove(g.Key);
        if (g.Older >= 0) _datagrams[g.Older].Newer = g.Newer;
        else _oldest = g.Newer;
        if (g.Newer >= 0) _datagrams[g.Newer].Older = g.Older;
        else _newest = g.Older;
        _free.Push(i);
    }
}
