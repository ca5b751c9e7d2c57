namespace NetThreat.Testing.Conformance;

/// <summary>What the comparison with one peer gave.</summary>
public sealed class PeerTally
{
    private readonly SortedDictionary<string, long> _named = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, long> _leftOut = new(StringComparer.Ordinal);
    private readonly List<string> _wrong = [];

    public int Captures { get; private set; }

    public long Equal { get; private set; }

    public long Named => _named.Values.Sum();

    public long Wrong => _wrong.Count;

    public long Compared => Equal + Named + Wrong;

    /// <summary>Equal among those without a named reason; 1 where there are none.</summary>
    public double Share => Equal + Wrong == 0 ? 1 : (double)Equal / (Equal + Wrong);

    /// <summary>Differences on purpose: the reason and how often.</summary>
    public IReadOnlyDictionary<string, long> Reasons => _named;

    /// <summary>Captures that are not compared, by reason.</summary>
    public IReadOnlyDictionary<string, long> LeftOut => _leftOut;

    /// <summary>One line each: capture, what was expected, what we say. The worklist.</summary>
    public IReadOnlyList<string> WrongLines => _wrong;

    public void AddCapture() => Captures++;

    public void AddEqual(long count = 1) => Equal += count;

    /// <param name="reason">Why the tools differ on purpose, as the documentation says it.</param>
    public void AddNamed(string reason, long count = 1) => _named[reason] = _named.GetValueOrDefault(reason) + count;

    public void AddWrong(string capture, string line) => _wrong.Add($"{capture}: {line}");

    /// <summary>A whole capture stays out.</summary>
    public void LeaveOut(string reason) => _leftOut[reason] = _leftOut.GetValueOrDefault(reason) + 1;

    public bool Meets(IPeer peer) => Captures > 0 && Share >= peer.Goal && Equal >= peer.EqualFloor;
}
