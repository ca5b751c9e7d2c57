using System.Text;
using NetThreat.Core.Randomness;

namespace NetThreat.Simulation.Messages;

/// <summary>The readable start of an SSH connection: identification lines (RFC 4253 section 4.2) and the key exchange (section 7).</summary>
internal static class SshMessages
{
    private const string KeyExchange = "curve25519-sha256,curve25519-sha256@libssh.org,ecdh-sha2-nistp256,diffie-hellman-group16-sha512";
    private const string HostKeys = "ssh-ed25519,ecdsa-sha2-nistp256,rsa-sha2-512,rsa-sha2-256";
    private const string Ciphers = "chacha20-poly1305@openssh.com,aes128-ctr,aes192-ctr,aes256-ctr,aes128-gcm@openssh.com,aes256-gcm@openssh.com";
    private const string Macs = "umac-64-etm@openssh.com,umac-128-etm@openssh.com,hmac-sha2-256-etm@openssh.com,hmac-sha2-512-etm@openssh.com";

    public static byte[] Identification(string software) => Encoding.ASCII.GetBytes($"SSH-2.0-{software}\r\n");

    public static byte[] KexInit(Xoshiro256 random)
    {
        string[] lists = [KeyExchange, HostKeys, Ciphers, Ciphers, Macs, Macs, "none,zlib@openssh.com", "none,zlib@openssh.com", "", ""];
        var body = new MessageWriter().U8(20).Random(random, 16);
        foreach (string list in lists) body.Block(4, w => w.Bytes(Encoding.ASCII.GetBytes(list)));
        return Packet(body.U8(0).U32(0).ToArray(), random);
    }

    /// <summary>SSH_MSG_KEX_ECDH_INIT (RFC 5656 section 4, RFC 8731).</summary>
    public static byte[] KexStart(Xoshiro256 random) => Packet(new MessageWriter().U8(30).Block(4, w => w.Random(random, 32)).ToArray(), random);

    /// <summary>SSH_MSG_KEX_ECDH_REPLY (host key, key, signature) and SSH_MSG_NEWKEYS.</summary>
    public static byte[] KexReply(Xoshiro256 random)
    {
        var reply = new MessageWriter().U8(31)
            .Block(4, k => k.Block(4, w => w.Bytes("ssh-ed25519"u8)).Block(4, w => w.Random(random, 32)))
            .Block(4, w => w.Random(random, 32))
            .Block(4, s => s.Block(4, w => w.Bytes("ssh-ed25519"u8)).Block(4, w => w.Random(random, 64)));
        return [.. Packet(reply.ToArray(), random), .. NewKeys(random)];
    }

    public static byte[] NewKeys(Xoshiro256 random) => Packet([21], random);

    /// <summary>The binary packet of RFC 4253 section 6: padded to a multiple of eight with at least four bytes.</summary>
    private static byte[] Packet(byte[] body, Xoshiro256 random)
    {
        int padding = 8 - (5 + body.Length) % 8;
        if (padding < 4) padding += 8;
        return new MessageWriter().U32((uint)(1 + body.Length + padding)).U8(padding).Bytes(body).Random(random, padding).ToArray();
    }
}
