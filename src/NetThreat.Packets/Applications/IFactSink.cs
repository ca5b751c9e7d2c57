namespace NetThreat.Packets.Applications;

/// <summary>
/// Takes the facts of one flow. Names are "protocol.field" in the words of Zeek's logs (smtp.helo, dhcp.host_name). A name given again adds a
/// value up to the sink's limit; what does not fit is counted and left out.
/// </summary>
public interface IFactSink
{
    /// <summary>Text as it stood on the wire; bytes outside printable ASCII are written as \xNN.</summary>
    void Text(string name, ReadOnlySpan<byte> value);

    void Text(string name, string value);

    void Number(string name, long value);
}
