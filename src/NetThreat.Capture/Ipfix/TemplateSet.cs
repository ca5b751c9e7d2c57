using System.Diagnostics.CodeAnalysis;

namespace NetThreat.Capture.Ipfix;

/// <summary>The templates of one domain by id.</summary>
internal sealed class TemplateSet(TemplateBudget budget)
{
    private readonly Dictionary<ushort, Template> _templates = [];
    private Template? _last;

    /// <summary>Rises with every change of content.</summary>
    public long Revision { get; private set; }

    public int Count => _templates.Count;

    public IEnumerable<Template> All => _templates.Values;

    public bool TryGet(ushort id, [MaybeNullWhen(false)] out Template template)
    {
        if (_last is { } last && last.Id == id)
        {
            template = last;
            return true;
        }

        if (!_templates.TryGetValue(id, out template)) return false;
        _last = template;
        return true;
    }

    /// <summary>A template again as it was keeps what it has counted.</summary>
    public void Set(Template template)
    {
        if (_templates.TryGetValue(template.Id, out var old))
        {
            if (old.SameAs(template)) return;
            budget.Add(-old.Fields.Length);
        }

        _templates[template.Id] = template;
        budget.Add(template.Fields.Length);
        _last = null;
        Revision++;
    }

    public void Remove(ushort id)
    {
        if (!_templates.Remove(id, out var old)) return;
        budget.Add(-old.Fields.Length);
        _last = null;
        Revision++;
    }

    public void Remove(Predicate<Template> which)
    {
        foreach (var t in _templates.Values.Where(t => which(t)).ToList()) Remove(t.Id);
    }

    public void Clear() => Remove(static _ => true);
}
