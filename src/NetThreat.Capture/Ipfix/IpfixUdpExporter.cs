using System.Net;
using System.Net.Sockets;

namespace NetThreat.Capture.Ipfix;

/// <summary>Sends IPFIX messages to a collector, one in each datagram (RFC 7011 section 10.3). What cannot be sent is counted.</summary>
internal sealed class IpfixUdpExporter : IDisposable
{
    private readonly Socket _socket;

    public IpfixUdpExporter(IPEndPoint collector)
    {
        ArgumentNullException.ThrowIfNull(collector);
        _socket = new Socket(collector.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        _socket.Connect(collector);
    }

    public long Sent { get; private set; }

    /// <summary>Messages that could not be sent: nobody listens, or the network refuses.</summary>
    public long Failed { get; private set; }

    public void Send(ReadOnlySpan<byte> message)
    {
        try
        {
            _socket.Send(message);
            Sent++;
        }
        catch (SocketException)
        {
            Failed++;
        }
    }

    public void Dispose() => _socket.Dispose();
}
