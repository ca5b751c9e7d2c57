namespace NetThreat.Flows.Applications;

/// <summary>How far the look at a flow's payload has come.</summary>
internal enum InspectionState : byte
{
    /// <summary>No payload yet.</summary>
    New = 0,

    /// <summary>Undecided, or recognised and still read.</summary>
    Open,

    /// <summary>Nothing more is read; packets pass without a look.</summary>
    Done,
}

/// <summary>What is kept of a flow while its payload is looked at. Side 0 is the key's A, side 1 its B. Taken from a pool and given back.</summary>
internal sealed class Inspection
{
    public const int MaxFirst = 128;

    /// <summary>What the pool counts for one, buffers aside.</summary>
    public const int Bytes = 640;

    private readonly byte[] _first = new byte[2 * MaxFirst];
    private readonly byte[] _previous = new byte[2 * MaxPrevious];
    private readonly int[] _firstLength = new int[2], _previousLength = new int[2];
    private const int MaxPrevious = 64;

    /// <summary>The protocols that have not said no.</summary>
    public ulong Candidates;

    public StreamPrefix StreamA = new() { Upgrade = -1 }, StreamB = new() { Upgrade = -1 };

    /// <summary>Datagrams of each side that were looked at.</summary>
    public int DatagramsA, DatagramsB;

    public bool DoneA, DoneB;

    public ref StreamPrefix Stream(int side)
    {
        if (side == 0) return ref StreamA;
        return ref StreamB;
    }

    public ref int Datagrams(int side)
    {
        if (side == 0) return ref DatagramsA;
        return ref DatagramsB;
    }

    public ref bool Done(int side)
    {
        if (side == 0) return ref DoneA;
        return ref DoneB;
    }

    /// <summary>The beginning of the side's first datagram.</summary>
    public ReadOnlySpan<byte> First(int side) => _first.AsSpan(side * MaxFirst, _firstLength[side]);

    /// <summary>The beginning of the side's latest datagram.</summary>
    public ReadOnlySpan<byte> Previous(int side) => _previous.AsSpan(side * MaxPrevious, _previousLength[side]);

    public void Note(int side, ReadOnlySpan<byte> datagram)
    {
        if (_firstLength[side] == 0) _firstLength[side] = Copy(datagram, _first.AsSpan(side * MaxFirst, MaxFirst));
        _previousLength[side] = Copy(datagram, _previous.AsSpan(side * MaxPrevious, MaxPrevious));
    }

    public void Clear(PrefixBuffers buffers)
    {
        StreamA.Release(buffers);
        StreamB.Release(buffers);
        Candidates = 0;
        DatagramsA = DatagramsB = 0;
        DoneA = DoneB = false;
        _firstLength.AsSpan().Clear();
        _previousLength.AsSpan().Clear();
    }

    private static int Copy(ReadOnlySpan<byte> from, Span<byte> to)
    {
        int n = Math.Min(from.Length, to.Length);
        from[..n].CopyTo(to);
        return n;
    }
}
