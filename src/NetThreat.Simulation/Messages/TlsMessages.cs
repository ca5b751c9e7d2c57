using System.Text;
using NetThreat.Core.Randomness;

namespace NetThreat.Simulation.Messages;

/// <summary>The handshake of a TLS 1.3 connection as far as it is readable (RFC 8446 section 4.1), the rest as records of random content.</summary>
internal static class TlsMessages
{
    private const int Handshake = 22, ChangeCipherSpec = 20, ApplicationData = 23;
    private static readonly int[] CipherSuites =
        [0x1301, 0x1302, 0x1303, 0xC02B, 0xC02F, 0xC02C, 0xC030, 0xCCA9, 0xCCA8, 0xC013, 0xC014, 0x009C, 0x009D, 0x002F, 0x0035];

    public static byte[] ClientHello(string serverName, Xoshiro256 random) => new MessageWriter()
        .U8(Handshake).U16(0x0301).Block(2, record => record
            .U8(1).Block(3, hello => hello
                .U16(0x0303).Random(random, 32).Block(1, w => w.Random(random, 32))
                .Block(2, w => Array.ForEach(CipherSuites, s => w.U16(s)))
                .U8(1).U8(0)
                .Block(2, w => ClientExtensions(w, serverName, random))))
        .ToArray();

    /// <summary>ServerHello, the compatibility ChangeCipherSpec and the encrypted rest of the server's flight.</summary>
    public static byte[] ServerFlight(Xoshiro256 random, int certificateBytes) => Record(
        new MessageWriter().U8(Handshake).U16(0x0303).Block(2, record => record
            .U8(2).Block(3, hello => hello
                .U16(0x0303).Random(random, 32).Block(1, w => w.Random(random, 32)).U16(0x1301).U8(0)
                .Block(2, w => w
                    .U16(51).Block(2, e => e.U16(29).Block(2, k => k.Random(random, 32)))
                    .U16(43).Block(2, e => e.U16(0x0304)))))
        .U8(ChangeCipherSpec).U16(0x0303).U16(1).U8(1), random, certificateBytes).ToArray();

    /// <summary>The compatibility ChangeCipherSpec, the client's Finished and the first request.</summary>
    public static byte[] ClientFlight(Xoshiro256 random, int requestBytes) =>
        Record(Record(new MessageWriter().U8(ChangeCipherSpec).U16(0x0303).U16(1).U8(1), random, 53), random, requestBytes).ToArray();

    private static MessageWriter Record(MessageWriter message, Xoshiro256 random, int content) =>
        message.U8(ApplicationData).U16(0x0303).Block(2, w => w.Random(random, content));

    private static void ClientExtensions(MessageWriter w, string serverName, Xoshiro256 random)
    {
        w.U16(0).Block(2, e => e.Block(2, l => l.U8(0).Block(2, n => n.Bytes(Encoding.ASCII.GetBytes(serverName)))));
        w.U16(23).U16(0);
        w.U16(0xFF01).Block(2, e => e.U8(0));
        w.U16(10).Block(2, e => e.Block(2, g => g.U16(29).U16(23).U16(24)));
        w.U16(11).Block(2, e => e.Block(1, p => p.U8(0)));
        w.U16(16).Block(2, e => e.Block(2, l => l.Block(1, p => p.Bytes("h2"u8)).Block(1, p => p.Bytes("http/1.1"u8))));
        w.U16(13).Block(2, e => e.Block(2, s => s.U16(0x0403).U16(0x0804).U16(0x0401).U16(0x0503).U16(0x0805).U16(0x0501)));
        w.U16(51).Block(2, e => e.Block(2, l => l.U16(29).Block(2, k => k.Random(random, 32))));
        w.U16(45).Block(2, e => e.Block(1, m => m.U8(1)));
        w.U16(43).Block(2, e => e.Block(1, v => v.U16(0x0304).U16(0x0303)));
    }
}
