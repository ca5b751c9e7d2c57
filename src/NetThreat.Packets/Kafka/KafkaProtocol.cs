using System.Buffers.Binary;
using NetThreat.Packets.Applications;

namespace NetThreat.Packets.Kafka;

/// <summary>Apache Kafka's requests: length, operation, version, correlation, client.</summary>
internal sealed class KafkaProtocol() : ApplicationProtocol("kafka", Carriers.Tcp, [9092], ["kafka.api", "kafka.client_id"])
{
    private const int HeaderLength = 14;

    public override Recognition Recognize(in Payload payload)
    {
        var client = payload.Client();
        if (client.IsEmpty) return payload.HasPort(9092) ? Recognition.NeedMore : Recognition.No;
        if (client.Length < HeaderLength) return client[0] == 0 ? Recognition.NeedMore : Recognition.No;
        if (!IsRequest(client, out var id)) return Recognition.No;
        if (client.Length < HeaderLength + id) return Recognition.NeedMore;
        if (id > 0 && !client.Slice(HeaderLength, id).IsPrintable()) return Recognition.No;
        if (payload.HasPort(9092)) return Recognition.Yes;
        var server = payload.Server();
        if (server.Length < 8) return server.IsEmpty && id > 0 ? Recognition.NeedMore : Recognition.No;
        return id > 0 && server[4..8].SequenceEqual(client[8..12]) && BinaryPrimitives.ReadUInt32BigEndian(server) is > 4 and < 1 << 24 ? Recognition.Yes : Recognition.No;
    }

    public override bool Read(in Payload payload, IFactSink facts)
    {
        if (!payload.FromOriginator) return false;
        var data = payload.Data;
        for (int at = 0; at + HeaderLength <= data.Length;)
        {
            var request = data[at..];
            if (!IsRequest(request, out int id)) return false;
            if (request.Length < HeaderLength + id) return true;
            if (payload.IsNew(at + HeaderLength + id))
            {
                facts.Text("kafka.api", Api(BinaryPrimitives.ReadUInt16BigEndian(request[4..])));
                if (id > 0) facts.Value("kafka.client_id", request.Slice(HeaderLength, id));
            }

            uint length = BinaryPrimitives.ReadUInt32BigEndian(request);
            if (length + 4 > (uint)request.Length) return true;
            at += 4 + (int)length;
        }

        return true;
    }

    private static bool IsRequest(ReadOnlySpan<byte> data, out int id)
    {
        id = BinaryPrimitives.ReadInt16BigEndian(data[12..]);
        if (id == -1) id = 0;
        uint length = BinaryPrimitives.ReadUInt32BigEndian(data);
        return id is >= 0 and <= 249 && length >= HeaderLength - 4 + id && length < 1 << 24 && BinaryPrimitives.ReadUInt16BigEndian(data[4..]) <= 92 && BinaryPrimitives.ReadUInt16BigEndian(data[6..]) <= 20;
    }

    private static string Api(ushort key) => key switch
    {
        0 => "produce",
        1 => "fetch",
        2 => "list_offsets",
        3 => "metadata",
        8 => "offset_commit",
        9 => "offset_fetch",
        10 => "find_coordinator",
        11 => "join_group",
        12 => "heartbeat",
        17 => "sasl_handshake",
        18 => "api_versions",
        19 => "create_topics",
        20 => "delete_topics",
        36 => "sasl_authenticate",
        _ => "other",
    };
}
