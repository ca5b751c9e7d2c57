namespace NetThreat.Packets.Applications;

/// <summary>Forgets every fact: for messages that are read again only for what later ones refer to.</summary>
internal sealed class NoFacts : IFactSink
{
    public static NoFacts Instance { get; } = new();

    public void Text(string name, ReadOnlySpan<byte> value)
    {
    }

    public void Text(string name, string value)
    {
    }

    public void Number(string name, long value)
    {
    }
}
