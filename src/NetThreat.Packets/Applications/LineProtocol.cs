namespace NetThreat.Packets.Applications;

/// <summary>A protocol of lines in both directions, whose lines can be understood one by one.</summary>
internal abstract class LineProtocol(string name, Carriers carriers, ushort[] ports, string[] facts) : ApplicationProtocol(name, carriers, ports, facts)
{
    public sealed override bool Read(in Payload payload, IFactSink facts)
    {
        var lines = new TextLines(payload.Data);
        while (lines.MoveNext())
        {
            if (!payload.IsNew(lines.Position)) continue;
            // Binary means that encryption or a transfer began.
            if (lines.Current.IndexOfAnyInRange((byte)0, (byte)8) >= 0) return false;
            if (!(payload.FromOriginator ? Request(payload, lines.Current, facts) : Reply(payload, lines.Current, facts))) return false;
        }

        return true;
    }

    /// <returns>False when no more lines follow.</returns>
    protected abstract bool Request(in Payload payload, ReadOnlySpan<byte> line, IFactSink facts);

    /// <returns>False when no more lines follow.</returns>
    protected abstract bool Reply(in Payload payload, ReadOnlySpan<byte> line, IFactSink facts);
}
