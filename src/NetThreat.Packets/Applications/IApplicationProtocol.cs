namespace NetThreat.Packets.Applications;

/// <summary>
/// One application protocol: recognises it by its payload and reads facts out of it. Stateless, so that one object serves all flows; never
/// throws and never reads outside the payload, whatever it holds; allocates only for facts.
/// </summary>
public interface IApplicationProtocol
{
    /// <summary>Zeek's service name where Zeek has one, else the field's usual name, lower case: dns, ssl, http, ssh, smb, …</summary>
    string Name { get; }

    /// <summary>The responder's usual ports: a hint that decides which protocols are asked first, never what a flow is.</summary>
    IReadOnlyList<ushort> Ports { get; }

    /// <summary>The names of the facts it can tell.</summary>
    IReadOnlyList<string> Facts => [];

    /// <summary>May run over this transport (an IP protocol number).</summary>
    bool Runs(byte transport);

    /// <summary>
    /// Looks at the beginning of a flow, either side's. A protocol without a clear signature (random-looking payloads) demands consistency over several
    /// payloads, or its port and a plausible header, before it says yes.
    /// </summary>
    Recognition Recognize(in Payload payload);

    /// <summary>Bytes of each direction's stream (TCP) that are kept for it at most, once it is recognised; a power of two from 4096 to 65536.</summary>
    int StreamLimit => 4096;

    /// <summary>Datagrams of each direction that it reads at most.</summary>
    int MaxDatagrams => 16;

    /// <summary>
    /// Reads facts out of a payload of a flow recognised as this protocol: first what led to recognition (the stream so far of both sides;
    /// the datagram), then what follows. A stream is given whole each time, so reading again what was read must not give a fact twice.
    /// </summary>
    /// <returns>False when this direction has nothing more to say.</returns>
    bool Read(in Payload payload, IFactSink facts);
}
