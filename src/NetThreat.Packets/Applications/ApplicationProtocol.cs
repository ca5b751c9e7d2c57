using NetThreat.Core.Net;

namespace NetThreat.Packets.Applications;

/// <summary>What all protocols have alike: a name, transports, port hints and the names of their facts.</summary>
internal abstract class ApplicationProtocol(string name, Carriers carriers, ushort[] ports, string[] facts, int streamLimit = 4096) : IApplicationProtocol
{
    public string Name => name;

    public IReadOnlyList<ushort> Ports => ports;

    public IReadOnlyList<string> Facts => facts;

    public int StreamLimit => streamLimit;

    public bool Runs(byte transport) => transport switch
    {
        IpProtocol.Tcp => (carriers & Carriers.Tcp) != 0,
        IpProtocol.Udp => (carriers & Carriers.Udp) != 0,
        _ => false,
    };

    public abstract Recognition Recognize(in Payload payload);

    public abstract bool Read(in Payload payload, IFactSink facts);

    /// <summary>Either side uses one of the protocol's ports.</summary>
    protected bool OnUsualPort(in Payload payload)
    {
        foreach (ushort port in ports)
            if (payload.ResponderPort == port || payload.OriginatorPort == port) return true;
        return false;
    }
}
