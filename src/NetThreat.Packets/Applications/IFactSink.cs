using NetThreat.Core.Flows;

namespace NetThreat.Packets.Applications;

/// <summary>
/// Takes the facts of one flow. Names are "protocol.field" in the words of Zeek's logs (smtp.helo, dhcp.host_name). A name given again adds a
/// value up to the sink's limit, the same value only once; what does not fit is counted and left out.
/// </summary>
public interface IFactSink
{
    /// <summary>Text as it stood on the wire; bytes outside printable ASCII are written as \xNN.</summary>
    void Text(string name, ReadOnlySpan<byte> value);

    void Text(string name, string value);

    void Number(string name, long value);

    /// <summary>The handshake so far; the whole record is given again when more is known.</summary>
    TlsFacts? Tls
    {
        get => null;
        set { }
    }

    SshFacts? Ssh
    {
        get => null;
        set { }
    }

    string? SshClient
    {
        get => null;
        set { }
    }

    string? SshServer
    {
        get => null;
        set { }
    }

    /// <summary>The transactions so far; a protocol puts the whole list when it grows or a response completes one.</summary>
    IReadOnlyList<HttpTransaction> Http
    {
        get => [];
        set { }
    }

    /// <summary>Requests so far, those beyond the list included.</summary>
    int HttpRequests
    {
        get => 0;
        set { }
    }

    /// <summary>
    /// What a protocol that needs more than the payload at hand remembers of the flow, bounded by the protocol; it is dropped when both
    /// directions have nothing more to say.
    /// </summary>
    object? Memory
    {
        get => null;
        set { }
    }
}
