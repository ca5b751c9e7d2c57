using NetThreat.Packets.Applications;

namespace NetThreat.Packets.Mqtt;

/// <summary>One control packet (MQTT 5.0 section 2).</summary>
internal static class MqttPacket
{
    private const int Connect = 1, ConnectAcknowledgment = 2, Publish = 3, Subscribe = 8;

    private const int Will = 4, Password = 0x40, User = 0x80, MaxTopics = 16;

    /// <summary>The remaining length in at most four bytes of seven bits (section 1.5.5).</summary>
    public static bool TryLength(ref ByteReader reader, out int length)
    {
        length = 0;
        for (int shift = 0; shift < 28; shift += 7)
        {
            byte b = reader.U8();
            if (reader.Failed) return false;
            length |= (b & 0x7F) << shift;
            if (b < 0x80) return true;
        }

        return false;
    }

    public static void Read(byte type, ReadOnlySpan<byte> body, ReadOnlySpan<byte> client, IFactSink facts)
    {
        var reader = new ByteReader(body);
        switch (type >> 4)
        {
            case Connect:
                Connection(ref reader, facts);
                break;
            case ConnectAcknowledgment when body.Length >= 2:
                facts.Number("mqtt.connect_status", body[1]);
                break;
            case Publish:
                var topic = reader.Take(reader.U16());
                if (!reader.Failed) facts.Value("mqtt.publish_topic", topic);
                break;
            case Subscribe:
                Topics(ref reader, IsVersion5(client), facts);
                break;
            default:
                break;
        }
    }

    private static void Connection(ref ByteReader reader, IFactSink facts)
    {
        facts.Value("mqtt.proto_name", reader.Take(reader.U16()));
        byte version = reader.U8();
        byte flags = reader.U8();
        reader.U16();
        if (version == 5) Properties(ref reader);
        var id = reader.Take(reader.U16());
        if (reader.Failed) return;
        facts.Number("mqtt.proto_version", version);
        facts.Value("mqtt.client_id", id);
        if ((flags & Will) != 0)
        {
            if (version == 5) Properties(ref reader);
            facts.Value("mqtt.will_topic", reader.Take(reader.U16()));
            reader.Skip(reader.U16());
        }

        if ((flags & User) != 0) facts.Value("mqtt.user", reader.Take(reader.U16()));
        if ((flags & Password) != 0) facts.Number("mqtt.password_given", 1);
    }

    private static void Topics(ref ByteReader reader, bool version5, IFactSink facts)
    {
        reader.U16();
        if (version5) Properties(ref reader);
        for (int n = 0; n < MaxTopics && reader.Remaining > 2; n++)
        {
            var topic = reader.Take(reader.U16());
            reader.U8();
            if (reader.Failed) return;
            facts.Value("mqtt.subscribe_topic", topic);
        }
    }

    private static void Properties(ref ByteReader reader)
    {
        if (TryLength(ref reader, out int length)) reader.Skip(length);
    }

    private static bool IsVersion5(ReadOnlySpan<byte> client)
    {
        int name = client.IndexOf("MQTT"u8);
        return name is >= 0 and < 8 && client.Length > name + 4 && client[name + 4] == 5;
    }
}
