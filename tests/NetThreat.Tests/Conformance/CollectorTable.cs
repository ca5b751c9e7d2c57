using NetThreat.Testing.Conformance;
using Xunit.Abstractions;

namespace NetThreat.Tests.Conformance;

/// <summary>The table of a comparison with another collector: what was compared, what is equal, what differs for a reason that has a name.</summary>
internal sealed class CollectorTable(ITestOutputHelper? output = null)
{
    private readonly Dictionary<string, int> _named = new(StringComparer.Ordinal);
    private readonly List<string> _wrong = [];
    private readonly Dictionary<string, int> _unshared = new(StringComparer.Ordinal);

    public int Cases { get; set; }

    public int Records { get; private set; }

    public int Fields { get; private set; }

    public int Equal { get; private set; }

    public IReadOnlyList<string> Wrong => _wrong;

    public void Record() => Records++;

    public void Field(string where, string name, string theirs, string ours)
    {
        Fields++;
        if (theirs == ours) Equal++;
        else _wrong.Add($"{where}: {name}: theirs {theirs}, ours {ours}");
    }

    public void Named(string reason)
    {
        Fields++;
        _named[reason] = _named.GetValueOrDefault(reason) + 1;
    }

    public void Miss(string what) => _wrong.Add(what);

    /// <summary>Something that they tell and that is no element of the record.</summary>
    public void Unshared(string name) => _unshared[name] = _unshared.GetValueOrDefault(name) + 1;

    public void Print(string peer)
    {
        output?.WriteLine($"{peer}: {Cases} cases, {Records} records, {Fields} fields compared, {Equal} equal, {_named.Values.Sum()} different by a named reason, {_wrong.Count} wrong");
        foreach (var (reason, n) in _named) output?.WriteLine($"  named: {n} x {reason}");
        foreach (string w in _wrong) output?.WriteLine($"  wrong: {w}");
        output?.WriteLine($"  theirs alone: {string.Join(", ", _unshared.OrderBy(u => u.Key, StringComparer.Ordinal).Select(u => $"{u.Key} ({u.Value})"))}");
    }

    /// <summary>The same as a row of the table of all peers.</summary>
    public void CopyTo(PeerTally tally)
    {
        for (int i = 0; i < Cases; i++) tally.AddCapture();
        tally.AddEqual(Equal);
        foreach (var (reason, n) in _named) tally.AddNamed(reason, n);
        foreach (string w in _wrong) tally.AddWrong("record", w);
    }
}
