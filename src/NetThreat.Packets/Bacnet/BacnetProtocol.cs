using System.Buffers.Binary;
using NetThreat.Packets.Applications;

namespace NetThreat.Packets.Bacnet;

/// <summary>BACnet/IP (ASHRAE 135 annex J): building automation. Services are named as the standard does.</summary>
internal sealed class BacnetProtocol() : ApplicationProtocol("bacnet", Carriers.Udp, [47808], ["bacnet.bvlc_function", "bacnet.pdu_type", "bacnet.service"])
{
    private const byte BacnetIp = 0x81, OriginalUnicast = 0x0A, OriginalBroadcast = 0x0B, Forwarded = 0x04, Distribute = 0x09;

    private static readonly string[] Functions =
    [
        "result", "write_bdt", "read_bdt", "read_bdt_ack", "forwarded_npdu", "register_foreign_device", "read_fdt", "read_fdt_ack", "delete_fdt_entry", "distribute_broadcast",
        "original_unicast", "original_broadcast", "secure_bvll",
    ];

    private static readonly string[] Unconfirmed = ["i_am", "i_have", "cov_notification", "event_notification", "private_transfer", "text_message", "time_synchronization", "who_has", "who_is", "utc_time_synchronization", "write_group"];

    public override Recognition Recognize(in Payload payload)
    {
        var data = payload.Data;
        if (data.Length < 6 || data[0] != BacnetIp || data[1] >= Functions.Length || BinaryPrimitives.ReadUInt16BigEndian(data[2..]) != payload.WireLength) return Recognition.No;
        int npdu = Npdu(data[1]);
        return npdu == 0 ? (OnUsualPort(payload) ? Recognition.Yes : Recognition.No) : data.Length > npdu && data[npdu] == 1 ? Recognition.Yes : Recognition.No;
    }

    public override bool Read(in Payload payload, IFactSink facts)
    {
        var data = payload.Data;
        if (data.Length < 4 || data[0] != BacnetIp || data[1] >= Functions.Length) return true;
        facts.Text("bacnet.bvlc_function", Functions[data[1]]);
        int npdu = Npdu(data[1]);
        if (npdu > 0 && data.Length > npdu) Network(data[npdu..], facts);
        return true;
    }

    private static int Npdu(byte function) => function switch { OriginalUnicast or OriginalBroadcast or Distribute => 4, Forwarded => 10, _ => 0 };

    /// <summary>Network layer (clause 6.2): version, control, then addresses that the control bits announce.</summary>
    private static void Network(ReadOnlySpan<byte> npdu, IFactSink facts)
    {
        var reader = new ByteReader(npdu);
        reader.U8();
        byte control = reader.U8();
        bool destination = (control & 0x20) != 0;
        if ((control & 0x80) != 0) return;
        if (destination)
        {
            reader.U16();
            reader.Skip(reader.U8());
        }

        if ((control & 0x08) != 0)
        {
            reader.U16();
            reader.Skip(reader.U8());
        }

        if (destination) reader.U8();
        if (!reader.Failed && reader.Remaining >= 2) Application(reader.Rest, facts);
    }

    private static void Application(ReadOnlySpan<byte> apdu, IFactSink facts)
    {
        int type = apdu[0] >> 4;
        switch (type)
        {
            case 0 when apdu.Length >= 4:
                facts.Text("bacnet.pdu_type", "confirmed_request");
                int service = (apdu[0] & 8) != 0 ? (apdu.Length >= 6 ? apdu[5] : 255) : apdu[3];
                facts.Text("bacnet.service", Confirmed(service));
                break;
            case 1:
                facts.Text("bacnet.pdu_type", "unconfirmed_request");
                facts.Text("bacnet.service", apdu[1] < Unconfirmed.Length ? Unconfirmed[apdu[1]] : "other");
                break;
            case >= 2 and <= 7:
                facts.Text("bacnet.pdu_type", type switch { 2 => "simple_ack", 3 => "complex_ack", 4 => "segment_ack", 5 => "error", 6 => "reject", _ => "abort" });
                break;
            default:
                break;
        }
    }

    private static string Confirmed(int service) => service switch
    {
        0 => "acknowledge_alarm",
        5 => "subscribe_cov",
        6 => "atomic_read_file",
        7 => "atomic_write_file",
        8 => "add_list_element",
        9 => "remove_list_element",
        10 => "create_object",
        11 => "delete_object",
        12 => "read_property",
        14 => "read_property_multiple",
        15 => "write_property",
        16 => "write_property_multiple",
        17 => "device_communication_control",
        18 => "private_transfer",
        20 => "reinitialize_device",
        26 => "read_range",
        _ => "other",
    };
}
