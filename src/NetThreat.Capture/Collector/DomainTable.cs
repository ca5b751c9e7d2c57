using NetThreat.Capture.Ipfix;

namespace NetThreat.Capture.Collector;

/// <summary>The domains that have spoken, bounded: whoever makes up senders cannot fill the memory. The one silent for longest goes first.</summary>
internal sealed class DomainTable(int max, TemplateBudget budget)
{
    private readonly Dictionary<DomainKey, LinkedListNode<ExportDomain>> _domains = [];
    private readonly LinkedList<ExportDomain> _byUse = new();

    public int Count => _domains.Count;

    /// <summary>Domains that were forgotten because of the limit.</summary>
    public long Evicted { get; private set; }

    /// <summary>From the one silent for longest.</summary>
    public IReadOnlyCollection<ExportDomain> All => _byUse;

    public ExportDomain Of(in DomainKey key)
    {
        if (_byUse.Last is { } last && last.Value.Key == key) return last.Value;
        if (_domains.TryGetValue(key, out var node)) _byUse.Remove(node);
        else
        {
            if (_domains.Count >= max) Evict();
            _domains[key] = node = new(new ExportDomain(key, budget));
        }

        _byUse.AddLast(node);
        return node.Value;
    }

    private void Evict()
    {
        var oldest = _byUse.First!.Value;
        _byUse.RemoveFirst();
        _domains.Remove(oldest.Key);
        oldest.Templates.Clear();
        Evicted++;
    }
}
