using System.Buffers.Binary;
using NetThreat.Core.Net;

namespace NetThreat.Testing.Packets;

/// <summary>Packets built by hand, layer by layer, without checksums, as offloading leaves them; <see cref="WithChecksum"/> adds one.</summary>
public static class PacketBytes
{
    public static byte[] Ethernet(ushort type, byte[] payload, params ushort[] vlans)
    {
        var b = new byte[14 + 4 * vlans.Length + payload.Length];
        int at = 12;
        foreach (ushort vlan in vlans)
        {
            BinaryPrimitives.WriteUInt16BigEndian(b.AsSpan(at), 0x8100);
            BinaryPrimitives.WriteUInt16BigEndian(b.AsSpan(at + 2), vlan);
            at += 4;
        }

        BinaryPrimitives.WriteUInt16BigEndian(b.AsSpan(at), type);
        payload.CopyTo(b, at + 2);
        return b;
    }

    /// <param name="total">Overrides the total length field.</param>
    /// <param name="fragment">The flags and offset field.</param>
    public static byte[] IPv4(
        byte protocol, byte[] payload, string source = "10.0.0.1", string destination = "10.0.0.2", byte[]? options = null, int? total = null, ushort fragment = 0)
    {
        int header = 20 + (options?.Length ?? 0);
        var b = new byte[header + payload.Length];
        b[0] = (byte)(0x40 | header / 4);
        BinaryPrimitives.WriteUInt16BigEndian(b.AsSpan(2), (ushort)(total ?? b.Length));
        BinaryPrimitives.WriteUInt16BigEndian(b.AsSpan(6), fragment);
        b[8] = 64;
        b[9] = protocol;
        BinaryPrimitives.WriteUInt32BigEndian(b.AsSpan(12), Address.Parse(source).ToV4());
        BinaryPrimitives.WriteUInt32BigEndian(b.AsSpan(16), Address.Parse(destination).ToV4());
        options?.CopyTo(b, 20);
        payload.CopyTo(b, header);
        return b;
    }

    /// <param name="length">Overrides the payload length field.</param>
    public static byte[] IPv6(byte next, byte[] payload, string source = "2001:db8::1", string destination = "2001:db8::2", int? length = null)
    {
        var b = new byte[40 + payload.Length];
        b[0] = 0x60;
        BinaryPrimitives.WriteUInt16BigEndian(b.AsSpan(4), (ushort)(length ?? payload.Length));
        b[6] = next;
        b[7] = 64;
        Address.Parse(source).CopyTo(b.AsSpan(8));
        Address.Parse(destination).CopyTo(b.AsSpan(24));
        payload.CopyTo(b, 40);
        return b;
    }

    /// <summary>An extension header of 8-byte words: next header, length, zeros.</summary>
    public static byte[] Extension(byte next, byte[] payload, int words = 1)
    {
        var b = new byte[8 * words + payload.Length];
        b[0] = next;
        b[1] = (byte)(words - 1);
        payload.CopyTo(b, 8 * words);
        return b;
    }

    /// <summary>The IPv6 fragment header.</summary>
    public static byte[] Fragment(byte next, int offset, bool more, byte[] payload)
    {
        var b = Extension(next, payload);
        BinaryPrimitives.WriteUInt16BigEndian(b.AsSpan(2), (ushort)(offset << 3 | (more ? 1 : 0)));
        return b;
    }

    public static byte[] Tcp(
        ushort source, ushort destination, byte flags, byte[]? payload = null, uint sequence = 0, uint acknowledgment = 0, ushort window = 65535, byte[]? options = null)
    {
        int header = 20 + (options?.Length ?? 0);
        var b = new byte[header + (payload?.Length ?? 0)];
        BinaryPrimitives.WriteUInt16BigEndian(b, source);
        BinaryPrimitives.WriteUInt16BigEndian(b.AsSpan(2), destination);
        BinaryPrimitives.WriteUInt32BigEndian(b.AsSpan(4), sequence);
        BinaryPrimitives.WriteUInt32BigEndian(b.AsSpan(8), acknowledgment);
        b[12] = (byte)(header / 4 << 4);
        b[13] = flags;
        BinaryPrimitives.WriteUInt16BigEndian(b.AsSpan(14), window);
        options?.CopyTo(b, 20);
        payload?.CopyTo(b, header);
        return b;
    }

    /// <param name="length">Overrides the length field.</param>
    public static byte[] Udp(ushort source, ushort destination, byte[]? payload = null, int? length = null)
    {
        var b = new byte[8 + (payload?.Length ?? 0)];
        BinaryPrimitives.WriteUInt16BigEndian(b, source);
        BinaryPrimitives.WriteUInt16BigEndian(b.AsSpan(2), destination);
        BinaryPrimitives.WriteUInt16BigEndian(b.AsSpan(4), (ushort)(length ?? b.Length));
        payload?.CopyTo(b, 8);
        return b;
    }

    public static byte[] Icmp(byte type, byte code, uint rest = 0, byte[]? payload = null)
    {
        var b = new byte[8 + (payload?.Length ?? 0)];
        b[0] = type;
        b[1] = code;
        BinaryPrimitives.WriteUInt32BigEndian(b.AsSpan(4), rest);
        payload?.CopyTo(b, 8);
        return b;
    }

    /// <summary>A copy with the Internet checksum of the bytes, and of what is added to them, in the field.</summary>
    /// <param name="field">Where the checksum stands.</param>
    /// <param name="pseudo">What is summed besides the bytes: a pseudo-header.</param>
    public static byte[] WithChecksum(byte[] bytes, int field, byte[]? pseudo = null)
    {
        var copy = (byte[])bytes.Clone();
        copy.AsSpan(field, 2).Clear();
        long sum = Words(copy) + Words(pseudo ?? []);
        while (sum > 0xFFFF) sum = (sum & 0xFFFF) + (sum >> 16);
        BinaryPrimitives.WriteUInt16BigEndian(copy.AsSpan(field), (ushort)~sum);
        return copy;

        static long Words(byte[] b)
        {
            long sum = 0;
            for (int i = 0; i < b.Length; i++) sum += i % 2 == 0 ? b[i] << 8 : b[i];
            return sum;
        }
    }

    public static byte[] Concat(params byte[][] parts) => [.. parts.SelectMany(p => p)];
}
