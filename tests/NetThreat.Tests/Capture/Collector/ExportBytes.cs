using System.Buffers.Binary;

namespace NetThreat.Tests.Capture.Collector;

/// <summary>Datagrams as exporters make them.</summary>
internal static class ExportBytes
{
    public const long Second = 1_000_000_000;

    /// <summary>The second in which the exporters of these tests speak.</summary>
    public const uint Now = 1_700_000_000;

    /// <summary>A record of v5.</summary>
    public readonly record struct V5(string From, string To, ushort FromPort, ushort ToPort, uint Packets, uint Octets, byte Flags = 0x1B, byte Protocol = 6, uint StartUptime = 90_000, uint EndUptime = 95_000);

    public static byte[] NetFlow5(uint sequence, V5[] records, ushort sampling = 0, uint uptime = 100_000, uint time = Now)
    {
        var b = new Bytes().U16(5).U16(records.Length).U32(uptime).U32(time).U32(0).U32(sequence).U8(0).U8(0).U16(sampling);
        foreach (var r in records)
        {
            b.Address(r.From).Address(r.To).U32(0).U16(1).U16(2).U32(r.Packets).U32(r.Octets).U32(r.StartUptime).U32(r.EndUptime)
                .U16(r.FromPort).U16(r.ToPort).U8(0).U8(r.Flags).U8(r.Protocol).U8(0).U16(0).U16(0).U8(24).U8(24).U16(0);
        }

        return b.ToArray();
    }

    public static byte[] NetFlow9(uint sequence, uint source, uint uptime, params byte[][] sets) =>
        new Bytes().U16(9).U16(sets.Length).U32(uptime).U32(Now).U32(sequence).U32(source).Add(sets).ToArray();

    public static byte[] IpfixMessage(uint sequence, uint domain, params byte[][] sets) =>
        new Bytes().U16(10).U16(16 + sets.Sum(s => s.Length)).U32(Now).U32(sequence).U32(domain).Add(sets).ToArray();

    /// <summary>A set with its header, padded to four bytes.</summary>
    public static byte[] Set(int id, params byte[][] content)
    {
        int length = content.Sum(c => c.Length), padded = length + 3 & ~3;
        return new Bytes().U16(id).U16(4 + padded).Add(content).Add([new byte[padded - length]]).ToArray();
    }

    /// <summary>A template record: id, then pairs of element and length.</summary>
    public static byte[] Template(int id, params (int Element, int Length)[] fields)
    {
        var b = new Bytes().U16(id).U16(fields.Length);
        foreach (var (element, length) in fields) b.U16(element).U16(length);
        return b.ToArray();
    }

    /// <summary>Source, destination, ports, protocol, octets, packets, start and end in uptime or milliseconds.</summary>
    public static readonly (int Element, int Length)[] Plain = [(8, 4), (12, 4), (7, 2), (11, 2), (4, 1), (1, 4), (2, 4), (22, 4), (21, 4)];

    public static byte[] PlainRecord(string from, string to, ushort fromPort, ushort toPort, uint octets, uint packets, uint start = 90_000, uint end = 95_000) =>
        new Bytes().Address(from).Address(to).U16(fromPort).U16(toPort).U8(6).U32(octets).U32(packets).U32(start).U32(end).ToArray();

    internal sealed class Bytes
    {
        private readonly List<byte> _bytes = [];

        public Bytes U8(int v) => Put((byte)v);

        public Bytes U16(int v) => Put((byte)(v >> 8), (byte)v);

        public Bytes U32(uint v)
        {
            var b = new byte[4];
            BinaryPrimitives.WriteUInt32BigEndian(b, v);
            return Put(b);
        }

        public Bytes U64(ulong v) => U32((uint)(v >> 32)).U32((uint)v);

        public Bytes Address(string text) => Put(NetThreat.Core.Net.Address.Parse(text).ToIPAddress().GetAddressBytes());

        public Bytes Add(IEnumerable<byte[]> parts)
        {
            foreach (var p in parts) Put(p);
            return this;
        }

        public Bytes Put(params byte[] bytes)
        {
            _bytes.AddRange(bytes);
            return this;
        }

        public byte[] ToArray() => [.. _bytes];
    }
}
