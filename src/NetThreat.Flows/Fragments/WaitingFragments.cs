using NetThreat.Packets;

namespace NetThreat.Flows.Fragments;

/// <summary>Fragments that wait for the first of their datagram, in linked lists over one bounded array, and those released in order.</summary>
internal sealed class WaitingFragments(int limit)
{
    /// <summary>Bytes of one in the array, rounded up.</summary>
    public const int EntryBytes = 256;

    private DecodedPacket[] _packets = new DecodedPacket[16];
    private int[] _next = new int[16];
    private readonly Stack<int> _free = new();
    private readonly Queue<int> _released = new();
    private int _used;

    /// <summary>Waiting and released ones together.</summary>
    public int Count { get; private set; }

    public long Bytes => (long)_packets.Length * EntryBytes;

    public ref DecodedPacket At(int i) => ref _packets[i];

    /// <summary>The one behind, -1 for none.</summary>
    public int Next(int i) => _next[i];

    /// <returns>False when there is no room, or the list is as long as it may be.</returns>
    public bool Add(ref int first, ref int last, in DecodedPacket d, int maxLength)
    {
        if (Count >= limit || Length(first) >= maxLength) return false;
        int i = _free.Count > 0 ? _free.Pop() : Fresh();
        _packets[i] = d;
        _packets[i].PayloadOffset = 0;
        _next[i] = -1;
        if (last >= 0) _next[last] = i;
        else first = i;
        last = i;
        Count++;
        return true;
    }

    /// <summary>Empties a list for <see cref="Take"/>.</summary>
    /// <returns>How many there were.</returns>
    public ushort Release(ref int first, ref int last)
    {
        ushort n = 0;
        for (int i = first; i >= 0; i = _next[i], n++) _released.Enqueue(i);
        first = last = -1;
        return n;
    }

    /// <summary>The oldest released one.</summary>
    public void Take(out DecodedPacket d)
    {
        int i = _released.Dequeue();
        d = _packets[i];
        _free.Push(i);
        Count--;
    }

    /// <summary>Forgets a list.</summary>
    /// <returns>How many there were.</returns>
    public int Drop(ref int first, ref int last)
    {
        int n = 0;
        for (int i = first; i >= 0; i = _next[i], n++) _free.Push(i);
        first = last = -1;
        Count -= n;
        return n;
    }

    private int Length(int first)
    {
        int n = 0;
        for (int i = first; i >= 0; i = _next[i]) n++;
        return n;
    }

    private int Fresh()
    {
        if (_used == _packets.Length)
        {
            int size = Math.Min(limit, _used * 2);
            Array.Resize(ref _packets, size);
            Array.Resize(ref _next, size);
        }

        return _used++;
    }
}
