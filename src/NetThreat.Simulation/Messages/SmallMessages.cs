using System.Text;
using NetThreat.Core.Randomness;
using NetThreat.Simulation.Traffic;

namespace NetThreat.Simulation.Messages;

/// <summary>One-datagram messages of housekeeping protocols.</summary>
internal static class SmallMessages
{
    /// <summary>An NTP packet (RFC 5905 section 7.3): mode 3 from a client, mode 4 from a server.</summary>
    public static byte[] Ntp(bool server, Xoshiro256 random)
    {
        var message = new MessageWriter().U8(server ? 0x24 : 0x23).U8(server ? 2 : 0).U8(6).U8(0xE9);
        return server ? message.U32(0x0000_0A00).U32(0x0000_0600).U32(0xC000_0201).Random(random, 32).ToArray() : message.Zeros(36).Random(random, 8).ToArray();
    }

    /// <summary>A DHCP renewal, REQUEST or ACK (RFC 2131 sections 2 and 4.4.5).</summary>
    public static byte[] Dhcp(bool acknowledge, uint transaction, SimulatedHost client, SimulatedHost server)
    {
        var mac = new byte[6];
        client.Mac.CopyTo(mac);
        var message = new MessageWriter().U8(acknowledge ? 2 : 1).U8(1).U8(6).U8(0).U32(transaction).U32(0).U32(client.V4.ToV4())
            .U32(acknowledge ? client.V4.ToV4() : 0).U32(0).U32(0).Bytes(mac).Zeros(10 + 64 + 128).U32(0x6382_5363).U8(53).U8(1).U8(acknowledge ? 5 : 3);
        if (acknowledge) message.U8(54).U8(4).U32(server.V4.ToV4()).U8(51).U8(4).U32(3600).U8(1).U8(4).U32(0xFFFF_FF00).U8(3).U8(4).U32(server.V4.ToV4());
        else message.U8(12).Block(1, w => w.Bytes(Encoding.ASCII.GetBytes(client.Name))).U8(55).Block(1, w => w.Bytes([1, 3, 6, 15, 42]));
        message.U8(255);
        return message.Zeros(Math.Max(0, 300 - message.Length)).ToArray();
    }

    /// <summary>An HTTP/1.1 request without a body.</summary>
    public static byte[] HttpRequest(string host, string path) => Encoding.ASCII.GetBytes(
        $"GET {path} HTTP/1.1\r\nHost: {host}\r\nUser-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0\r\n" +
        "Accept: text/html,application/xhtml+xml,*/*;q=0.8\r\nAccept-Language: en-GB,en;q=0.5\r\nConnection: keep-alive\r\n\r\n");

    /// <summary>The head of an HTTP/1.1 response whose body follows.</summary>
    public static byte[] HttpResponse(int bodyBytes) => Encoding.ASCII.GetBytes(
        $"HTTP/1.1 200 OK\r\nServer: nginx\r\nContent-Type: application/octet-stream\r\nContent-Length: {bodyBytes}\r\nConnection: keep-alive\r\n\r\n");
}
