using System.Buffers.Binary;

namespace NetThreat.Benchmarks.Collector;

/// <summary>Export packets of NetFlow v9 as a router sends them: both directions of TCP conversations in records of their own, all different.</summary>
internal sealed class ExportTraffic
{
    public const int RecordsPerDatagram = 28;

    private const int TemplateId = 300, RecordLength = 46;
    private static readonly (ushort Element, ushort Length)[] Fields = [(8, 4), (12, 4), (7, 2), (11, 2), (4, 1), (6, 1), (1, 4), (2, 4), (22, 4), (21, 4), (10, 4), (14, 4), (9, 1), (13, 1), (5, 1), (61, 1), (136, 1), (48, 1), (58, 2)];

    private readonly byte[] _packet = new byte[24 + RecordsPerDatagram * RecordLength];
    private uint _sequence, _conversation;

    public int Length => _packet.Length;

    /// <summary>The template, to be sent first.</summary>
    public byte[] Template(uint seconds)
    {
        var packet = new byte[20 + 8 + Fields.Length * 4];
        Header(packet, 1, seconds);
        var set = packet.AsSpan(20);
        BinaryPrimitives.WriteUInt16BigEndian(set[2..], (ushort)set.Length);
        BinaryPrimitives.WriteUInt16BigEndian(set[4..], TemplateId);
        BinaryPrimitives.WriteUInt16BigEndian(set[6..], (ushort)Fields.Length);
        for (int i = 0; i < Fields.Length; i++)
        {
            BinaryPrimitives.WriteUInt16BigEndian(set[(8 + i * 4)..], Fields[i].Element);
            BinaryPrimitives.WriteUInt16BigEndian(set[(10 + i * 4)..], Fields[i].Length);
        }

        return packet;
    }

    /// <summary>The next packet; valid until the next call.</summary>
    public ReadOnlySpan<byte> Next(uint seconds)
    {
        Header(_packet, RecordsPerDatagram, seconds);
        var set = _packet.AsSpan(20);
        BinaryPrimitives.WriteUInt16BigEndian(set, TemplateId);
        BinaryPrimitives.WriteUInt16BigEndian(set[2..], (ushort)set.Length);
        for (int i = 0; i < RecordsPerDatagram; i += 2, _conversation++)
        {
            Record(set.Slice(4 + i * RecordLength, RecordLength), forward: true);
            Record(set.Slice(4 + (i + 1) * RecordLength, RecordLength), forward: false);
        }

        return _packet;
    }

    private void Header(Span<byte> packet, int count, uint seconds)
    {
        BinaryPrimitives.WriteUInt16BigEndian(packet, 9);
        BinaryPrimitives.WriteUInt16BigEndian(packet[2..], (ushort)count);
        BinaryPrimitives.WriteUInt32BigEndian(packet[4..], 1_000_000);
        BinaryPrimitives.WriteUInt32BigEndian(packet[8..], seconds);
        BinaryPrimitives.WriteUInt32BigEndian(packet[12..], _sequence++);
    }

    private void Record(Span<byte> r, bool forward)
    {
        uint client = 0x0A00_0000 | (_conversation & 0xFFFF), server = 0xC0A8_0000 | (_conversation * 2_654_435_761 >> 20);
        ushort port = (ushort)(1024 + _conversation % 60_000);
        BinaryPrimitives.WriteUInt32BigEndian(r, forward ? client : server);
        BinaryPrimitives.WriteUInt32BigEndian(r[4..], forward ? server : client);
        BinaryPrimitives.WriteUInt16BigEndian(r[8..], forward ? port : (ushort)443);
        BinaryPrimitives.WriteUInt16BigEndian(r[10..], forward ? (ushort)443 : port);
        r[12] = 6;
        r[13] = 0x1B;
        BinaryPrimitives.WriteUInt32BigEndian(r[14..], 1000 + _conversation % 5000);
        BinaryPrimitives.WriteUInt32BigEndian(r[18..], 5 + _conversation % 20);
        BinaryPrimitives.WriteUInt32BigEndian(r[22..], 990_000 + (forward ? 0u : 1));
        BinaryPrimitives.WriteUInt32BigEndian(r[26..], 998_000);
        BinaryPrimitives.WriteUInt32BigEndian(r[30..], 1);
        BinaryPrimitives.WriteUInt32BigEndian(r[34..], 2);
    }
}
