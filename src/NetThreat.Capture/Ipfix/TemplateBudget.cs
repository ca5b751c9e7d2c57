namespace NetThreat.Capture.Ipfix;

/// <summary>Fields of all templates of a collector: what bounds their memory.</summary>
internal sealed class TemplateBudget(int max)
{
    public int Used { get; private set; }

    public bool Allows(int fields) => Used + (long)fields <= max;

    public void Add(int fields) => Used += fields;
}
