using System.Buffers.Binary;
using System.Text;
using NetThreat.Core.Flows;
using NetThreat.Core.Net;
using NetThreat.Packets.Applications;

namespace NetThreat.Packets.Ssh;

/// <summary>SSH (RFC 4253): both identification lines, both offers of the key exchange, and what sizes tell of authentication.</summary>
public sealed class SshProtocol : IApplicationProtocol
{
    private const byte NewKeys = 21;
    private const int MaxPacket = 35000;

    public string Name => "ssh";

    public IReadOnlyList<ushort> Ports { get; } = [22];

    public int StreamLimit => 8192;

    public bool Runs(byte transport) => transport == IpProtocol.Tcp;

    public Recognition Recognize(in Payload payload)
    {
        if (SshIdentification.TryFind(payload.Data, !payload.FromOriginator, out _)) return Recognition.Yes;
        int n = Math.Min(4, payload.Data.Length);
        return payload.Data[..n].SequenceEqual("SSH-"u8[..n]) && payload.Data.Length < SshIdentification.MaxLine ? Recognition.NeedMore : Recognition.No;
    }

    public bool Read(in Payload payload, IFactSink facts)
    {
        var b = payload.Data;
        bool originator = payload.FromOriginator;
        if (!SshIdentification.TryFind(b, !originator, out var line)) return b.Length < 2048;
        if ((originator ? facts.SshClient : facts.SshServer) is null)
        {
            string text = Encoding.ASCII.GetString(line);
            if (originator) facts.SshClient = text;
            else facts.SshServer = text;
        }

        // Version 1 has packets of its own.
        if (line[4] == '1' && !line.StartsWith("SSH-1.99"u8)) return false;
        if (facts.Memory is not SshMemory memory) facts.Memory = memory = new SshMemory();
        if (!originator && memory.ResponderEncrypts) return Encrypted(b.Length - payload.Seen, memory, facts);
        return Packets(b[SshIdentification.End(b, line)..], originator, memory, facts);
    }

    /// <summary>Binary packets (section 6) until NEWKEYS.</summary>
    private static bool Packets(ReadOnlySpan<byte> b, bool originator, SshMemory memory, IFactSink facts)
    {
        while (b.Length >= 6)
        {
            uint length = BinaryPrimitives.ReadUInt32BigEndian(b);
            if (length is < 2 or > MaxPacket) return false;
            if (b.Length - 4 < length) return true;
            var packet = b.Slice(4, (int)length);
            if (packet[1] == SshKeyExchange.MessageType) Offer(packet, originator, memory, facts);
            if (packet[1] == NewKeys)
            {
                memory.ResponderEncrypts |= !originator;
                return !originator;
            }

            b = b[(4 + (int)length)..];
        }

        return true;
    }

    private static void Offer(ReadOnlySpan<byte> packet, bool originator, SshMemory memory, IFactSink facts)
    {
        if ((originator ? memory.Originator : memory.Responder) is not null || packet[0] > packet.Length - 2) return;
        if (SshKeyExchange.Read(packet[1..^packet[0]]) is not { } offer) return;
        if (originator) memory.Originator = offer;
        else memory.Responder = offer;
        var ssh = facts.Ssh ?? new SshFacts();
        ssh = originator ? ssh with { Hassh = offer.Fingerprint(true) } : ssh with { HasshServer = offer.Fingerprint(false) };
        if (memory is { Originator: { } client, Responder: { } server })
        {
            ssh = ssh with
            {
                KeyExchange = SshKeyExchange.Chosen(client, server, SshList.KeyExchange),
                HostKey = SshKeyExchange.Chosen(client, server, SshList.HostKey),
                Cipher = SshKeyExchange.Chosen(client, server, SshList.EncryptionToServer),
                Mac = SshKeyExchange.Chosen(client, server, SshList.MacToServer),
                Compression = SshKeyExchange.Chosen(client, server, SshList.CompressionToServer),
            };
        }

        facts.Ssh = ssh;
    }

    private static bool Encrypted(int size, SshMemory memory, IFactSink facts)
    {
        var authentication = memory.Authentication;
        if (size <= 0) return true;
        bool more = authentication.Add(size);
        var ssh = facts.Ssh ?? new SshFacts();
        if (ssh.AuthAttempts != authentication.Attempts || ssh.AuthSuccess != authentication.Success)
            facts.Ssh = ssh with { AuthAttempts = authentication.Attempts, AuthSuccess = authentication.Success };
        return more;
    }
}
