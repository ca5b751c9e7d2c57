using System.Buffers.Binary;
using System.Security.Cryptography;

namespace NetThreat.Packets.Quic;

/// <summary>
/// The keys of one side's Initial packets, which follow from the client's first connection id (RFC 9001 section 5.2). They hide nothing from
/// an observer; so the tag, which anyone can make, is not verified: what is no sequence of frames afterwards was not decrypted.
/// </summary>
internal sealed class QuicKeys
{
    private readonly byte[] _key = new byte[16], _iv = new byte[12], _header = new byte[16];

    public QuicKeys(uint version, ReadOnlySpan<byte> destination, bool client)
    {
        Span<byte> initial = stackalloc byte[32], secret = stackalloc byte[32];
        HKDF.Extract(HashAlgorithmName.SHA256, destination, QuicVersions.Salt(version), initial);
        Expand(initial, client ? "client in"u8 : "server in"u8, secret);
        bool v2 = QuicVersions.IsV2(version);
        Expand(secret, v2 ? "quicv2 key"u8 : "quic key"u8, _key);
        Expand(secret, v2 ? "quicv2 iv"u8 : "quic iv"u8, _iv);
        Expand(secret, v2 ? "quicv2 hp"u8 : "quic hp"u8, _header);
    }

    /// <summary>Removes header and packet protection (RFC 9001 sections 5.3 and 5.4).</summary>
    /// <param name="packet">From the first byte on.</param>
    /// <param name="numberOffset">Where the packet number stands.</param>
    /// <param name="length">Bytes from the packet number to the end of the tag, as far as captured.</param>
    /// <param name="cut">The capture lacks the end, so there is no tag to leave out.</param>
    /// <param name="plain">Takes the frames; at least as long as the packet.</param>
    /// <returns>Bytes of frames, or -1.</returns>
    public int Open(ReadOnlySpan<byte> packet, int numberOffset, int length, bool cut, Span<byte> plain)
    {
        if (length < 4 + 16) return -1;
        using var aes = Aes.Create();
        Span<byte> mask = stackalloc byte[16];
        aes.SetKey(_header);
        aes.EncryptEcb(packet.Slice(numberOffset + 4, 16), mask, PaddingMode.None);
        int first = packet[0] ^ (mask[0] & 0x0F);
        if ((first & 0x0C) != 0) return -1;
        int digits = (first & 3) + 1;
        uint number = 0;
        for (int i = 0; i < digits; i++) number = number << 8 | (byte)(packet[numberOffset + i] ^ mask[1 + i]);
        var sealedBytes = packet.Slice(numberOffset + digits, length - digits - (cut ? 0 : 16));
        if (sealedBytes.IsEmpty) return -1;
        aes.SetKey(_key);
        Decrypt(aes, number, sealedBytes, plain);
        return sealedBytes.Length;
    }

    /// <summary>The counter mode inside GCM (NIST SP 800-38D section 7.1): the first block of the stream has counter 2.</summary>
    private void Decrypt(Aes aes, uint number, ReadOnlySpan<byte> from, Span<byte> to)
    {
        Span<byte> counters = stackalloc byte[16 * 16], stream = stackalloc byte[16 * 16], nonce = stackalloc byte[12];
        _iv.CopyTo(nonce);
        BinaryPrimitives.WriteUInt32BigEndian(nonce[8..], BinaryPrimitives.ReadUInt32BigEndian(nonce[8..]) ^ number);
        uint counter = 2;
        while (!from.IsEmpty)
        {
            int blocks = Math.Min(16, (from.Length + 15) / 16);
            for (int i = 0; i < blocks; i++)
            {
                nonce.CopyTo(counters[(16 * i)..]);
                BinaryPrimitives.WriteUInt32BigEndian(counters[(16 * i + 12)..], counter++);
            }

            aes.EncryptEcb(counters[..(16 * blocks)], stream, PaddingMode.None);
            int n = Math.Min(16 * blocks, from.Length);
            for (int i = 0; i < n; i++) to[i] = (byte)(from[i] ^ stream[i]);
            from = from[n..];
            to = to[n..];
        }
    }

    /// <summary>HKDF-Expand-Label of TLS 1.3 (RFC 8446 section 7.1).</summary>
    private static void Expand(ReadOnlySpan<byte> secret, ReadOnlySpan<byte> label, Span<byte> output)
    {
        Span<byte> info = stackalloc byte[32];
        BinaryPrimitives.WriteUInt16BigEndian(info, (ushort)output.Length);
        info[2] = (byte)(6 + label.Length);
        "tls13 "u8.CopyTo(info[3..]);
        label.CopyTo(info[9..]);
        info[9 + label.Length] = 0;
        HKDF.Expand(HashAlgorithmName.SHA256, secret, output, info[..(10 + label.Length)]);
    }
}
