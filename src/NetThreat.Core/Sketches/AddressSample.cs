using NetThreat.Core.Net;

namespace NetThreat.Core.Sketches;

/// <summary>
/// A sample of a set of addresses: the <paramref name="capacity"/> with the smallest hashes (bottom-k). A function of the set alone,
/// so that samples of parts merge to the sample of the whole.
/// </summary>
public sealed class AddressSample(int capacity)
{
    private readonly SortedDictionary<ulong, Address> _members = [];
    private ulong _largest;

    public void Add(Address address)
    {
        ulong h = KeyHash.Of(address);
        if (_members.Count >= capacity && h >= _largest) return;
        _members[h] = address;
        if (_members.Count > capacity) _members.Remove(_members.Keys.Last());
        _largest = _members.Keys.Last();
    }

    public void Merge(IEnumerable<Address> others)
    {
        foreach (var a in others) Add(a);
    }

    /// <summary>In ascending order of address.</summary>
    public IReadOnlyList<Address> ToSorted() => [.. _members.Values.Order()];
}
