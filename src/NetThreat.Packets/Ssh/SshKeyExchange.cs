using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using NetThreat.Packets.Applications;

namespace NetThreat.Packets.Ssh;

/// <summary>The lists of names in SSH_MSG_KEXINIT (RFC 4253 section 7.1).</summary>
internal sealed class SshKeyExchange
{
    public const byte MessageType = 20;

    private const int Lists = 10, MaxList = 4096;
    private readonly string[] _lists = new string[Lists];

    private SshKeyExchange()
    {
    }

    /// <summary>key exchange; host key; encryption, MAC and compression from client to server, each followed by the other direction.</summary>
    public string this[SshList list] => _lists[(int)list];

    /// <param name="payload">From the message's number on.</param>
    public static SshKeyExchange? Read(ReadOnlySpan<byte> payload)
    {
        var r = new ByteReader(payload);
        if (r.U8() != MessageType) return null;
        r.Skip(16);
        var message = new SshKeyExchange();
        for (int i = 0; i < Lists; i++)
        {
            uint length = r.U32();
            if (r.Failed || length > MaxList) return null;
            var list = r.Take((int)length);
            if (r.Failed || list.IndexOfAnyExceptInRange((byte)0x20, (byte)0x7E) >= 0) return null;
            message._lists[i] = Encoding.ASCII.GetString(list);
        }

        return message;
    }

    /// <summary>HASSH of a client, HASSHServer of a server: MD5 of its own direction's lists.</summary>
    [SuppressMessage("Security", "CA5351:Do Not Use Broken Cryptographic Algorithms", Justification = "The fingerprint is defined with MD5; nothing relies on its strength.")]
    public string Fingerprint(bool client)
    {
        string text = client
            ? $"{this[SshList.KeyExchange]};{this[SshList.EncryptionToServer]};{this[SshList.MacToServer]};{this[SshList.CompressionToServer]}"
            : $"{this[SshList.KeyExchange]};{this[SshList.EncryptionToClient]};{this[SshList.MacToClient]};{this[SshList.CompressionToClient]}";
        return Convert.ToHexStringLower(MD5.HashData(Encoding.ASCII.GetBytes(text)));
    }

    /// <summary>The client's first name that the server has too.</summary>
    public static string? Chosen(SshKeyExchange client, SshKeyExchange server, SshList list)
    {
        var offered = server[list].Split(',');
        return Array.Find(client[list].Split(','), name => Array.IndexOf(offered, name) >= 0);
    }
}

/// <summary>The lists in their order.</summary>
internal enum SshList
{
    KeyExchange = 0,
    HostKey,
    EncryptionToServer,
    EncryptionToClient,
    MacToServer,
    MacToClient,
    CompressionToServer,
    CompressionToClient,
}
