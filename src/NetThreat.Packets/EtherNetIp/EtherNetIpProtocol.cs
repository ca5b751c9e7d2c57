using System.Buffers.Binary;
using System.Globalization;
using NetThreat.Packets.Applications;

namespace NetThreat.Packets.EtherNetIp;

/// <summary>The encapsulation of CIP (ODVA EtherNet/IP, volume 2 chapter 2): sessions, identity and the service asked of a device.</summary>
internal sealed class EtherNetIpProtocol() : ApplicationProtocol("enip", Carriers.Both, [44818], ["enip.command", "enip.status", "enip.product_name", "enip.cip_service"])
{
    private const int HeaderLength = 24;

    private const ushort Nop = 0x00, ListServices = 0x04, ListIdentity = 0x63, ListInterfaces = 0x64, RegisterSession = 0x65, UnregisterSession = 0x66, SendRrData = 0x6F, SendUnitData = 0x70;

    public override Recognition Recognize(in Payload payload)
    {
        var data = payload.Data;
        if (data.Length < HeaderLength) return payload.IsStream && (data.Length < 2 || CommandName(Little(data, 0)) is not null) ? Recognition.NeedMore : Recognition.No;
        ushort command = Little(data, 0);
        int length = Little(data, 2);
        // Options are always zero, and status in requests.
        if (CommandName(command) is null || data.Slice(20, 4).IndexOfAnyExcept((byte)0) >= 0 || data.Slice(10, 2).IndexOfAnyExcept((byte)0) >= 0) return Recognition.No;
        if (payload.IsStream ? payload.Seen == 0 && data.Length < HeaderLength + length : length + HeaderLength != payload.WireLength) return Recognition.No;
        bool opens = command switch { RegisterSession => length == 4 && data.Length >= 28 && data[24] == 1, ListIdentity or ListServices or ListInterfaces => length == 0 || OnUsualPort(payload), _ => OnUsualPort(payload) };
        return opens && (OnUsualPort(payload) || command == RegisterSession) ? Recognition.Yes : Recognition.No;
    }

    public override bool Read(in Payload payload, IFactSink facts)
    {
        var data = payload.Data;
        for (int at = 0; at + HeaderLength <= data.Length;)
        {
            var message = data[at..];
            if (CommandName(Little(message, 0)) is not { } name) return false;
            int end = at + HeaderLength + Little(message, 2);
            if (end > data.Length) return true;
            if (payload.IsNew(end)) Message(name, message[..(end - at)], payload.FromOriginator, facts);
            at = end;
        }

        return true;
    }

    private static void Message(string name, ReadOnlySpan<byte> message, bool request, IFactSink facts)
    {
        ushort command = Little(message, 0);
        if (request) facts.Text("enip.command", name);
        uint status = BinaryPrimitives.ReadUInt32LittleEndian(message[8..]);
        if (status != 0) facts.Number("enip.status", status);
        if (command == ListIdentity && message.Length > HeaderLength + 39) Identity(message[HeaderLength..], facts);
        if (request && command is SendRrData or SendUnitData) Service(message[HeaderLength..], facts);
    }

    /// <summary>An identity item: 2 count, 4 item header, 32 of addresses and numbers, then the product's name with its length.</summary>
    private static void Identity(ReadOnlySpan<byte> data, IFactSink facts)
    {
        const int nameAt = 2 + 4 + 2 + 16 + 14;
        int length = data[nameAt];
        if (data.Length > nameAt + length) facts.Value("enip.product_name", data.Slice(nameAt + 1, length));
    }

    /// <summary>The first item that holds data (0xB1 connected, behind a sequence number; 0xB2 unconnected) begins with the service.</summary>
    private static void Service(ReadOnlySpan<byte> data, IFactSink facts)
    {
        var reader = new ByteReader(data);
        reader.Skip(6);
        int items = Math.Min((int)reader.U16Little(), 4);
        for (int n = 0; n < items; n++)
        {
            ushort type = reader.U16Little();
            var item = reader.Take(reader.U16Little());
            if (reader.Failed) return;
            int at = type == 0xB1 ? 2 : 0;
            if (type is 0xB1 or 0xB2 && item.Length > at) facts.Text("enip.cip_service", ServiceName(item[at]));
        }
    }

    private static ushort Little(ReadOnlySpan<byte> data, int at) => BinaryPrimitives.ReadUInt16LittleEndian(data[at..]);

    private static string? CommandName(ushort command) => command switch
    {
        Nop => "nop",
        ListServices => "list_services",
        ListIdentity => "list_identity",
        ListInterfaces => "list_interfaces",
        RegisterSession => "register_session",
        UnregisterSession => "unregister_session",
        SendRrData => "send_rr_data",
        SendUnitData => "send_unit_data",
        _ => null,
    };

    private static string ServiceName(byte code) => (code & 0x7F) switch
    {
        0x01 => "get_attributes_all",
        0x03 => "get_attribute_list",
        0x05 => "reset",
        0x06 => "start",
        0x07 => "stop",
        0x0A => "multiple_service_packet",
        0x0E => "get_attribute_single",
        0x10 => "set_attribute_single",
        0x4C => "read_tag",
        0x4D => "write_tag",
        0x4E => "forward_close",
        0x52 => "unconnected_send",
        0x54 => "forward_open",
        _ => "0x" + code.ToString("x2", CultureInfo.InvariantCulture),
    };
}
