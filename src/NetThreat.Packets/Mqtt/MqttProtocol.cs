using NetThreat.Packets.Applications;

namespace NetThreat.Packets.Mqtt;

/// <summary>MQTT 3.1, 3.1.1 and 5 (OASIS): the connection and the topics. Passwords and message contents are not kept.</summary>
internal sealed class MqttProtocol() : ApplicationProtocol("mqtt", Carriers.Tcp, [1883, 8883],
    ["mqtt.proto_name", "mqtt.proto_version", "mqtt.client_id", "mqtt.user", "mqtt.password_given", "mqtt.will_topic", "mqtt.connect_status", "mqtt.publish_topic", "mqtt.subscribe_topic"])
{
    public override Recognition Recognize(in Payload payload)
    {
        var client = payload.Client();
        if (client.IsEmpty) return Recognition.No;
        if (client[0] != 0x10) return Recognition.No;
        if (client.Length < 12) return Recognition.NeedMore;
        var reader = new ByteReader(client);
        reader.U8();
        if (!MqttPacket.TryLength(ref reader, out _)) return Recognition.No;
        var name = reader.Take(reader.U16());
        return name.SequenceEqual("MQTT"u8) || name.SequenceEqual("MQIsdp"u8) ? Recognition.Yes : Recognition.No;
    }

    public override bool Read(in Payload payload, IFactSink facts)
    {
        var reader = new ByteReader(payload.Data);
        while (reader.Remaining >= 2)
        {
            byte type = reader.U8();
            if (!MqttPacket.TryLength(ref reader, out int length)) return reader.Remaining == 0;
            // Of a publication the topic is enough.
            bool cut = length > reader.Remaining;
            if (cut && type >> 4 != 3) return true;
            bool isNew = payload.IsNew(reader.Position + length);
            var body = reader.Take(Math.Min(length, reader.Remaining));
            if (isNew) MqttPacket.Read(type, body, payload.Client(), facts);
            if (cut) return false;
        }

        return true;
    }
}
