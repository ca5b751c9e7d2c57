using System.Buffers.Binary;
using System.Globalization;
using NetThreat.Packets.Applications;

namespace NetThreat.Packets.Modbus;

/// <summary>Modbus over TCP (Modbus Messaging on TCP/IP 1.0b): units, functions and exceptions.</summary>
internal sealed class ModbusProtocol() : ApplicationProtocol("modbus", Carriers.Tcp, [502], ["modbus.unit", "modbus.func", "modbus.exception"])
{
    private const int HeaderLength = 7;

    public override Recognition Recognize(in Payload payload)
    {
        var data = payload.Data;
        if (data.Length < HeaderLength + 1) return data.Length < 4 || (data[2] | data[3]) == 0 ? Recognition.NeedMore : Recognition.No;
        if (!IsHeader(data) || FunctionName(data[7]) is null) return Recognition.No;
        if (payload.HasPort(502)) return Recognition.Yes;
        // On a foreign port both sides must speak of the same transaction.
        var other = payload.Opposite;
        if (other.Length < HeaderLength + 1) return payload.Opposite.IsEmpty && data.Length == Length(data) ? Recognition.NeedMore : Recognition.No;
        return IsHeader(other) && other[..2].SequenceEqual(data[..2]) && other[6] == data[6] && (other[7] & 0x7F) == (data[7] & 0x7F) ? Recognition.Yes : Recognition.No;
    }

    public override bool Read(in Payload payload, IFactSink facts)
    {
        var data = payload.Data;
        for (int at = 0; at + HeaderLength + 1 <= data.Length;)
        {
            var frame = data[at..];
            if (!IsHeader(frame)) return false;
            int end = at + Length(frame);
            if (end > data.Length) return true;
            if (payload.IsNew(end)) Frame(frame, payload.FromOriginator, facts);
            at = end;
        }

        return true;
    }

    private static void Frame(ReadOnlySpan<byte> frame, bool request, IFactSink facts)
    {
        byte function = frame[7];
        if (request)
        {
            facts.Number("modbus.unit", frame[6]);
            facts.Text("modbus.func", FunctionName(function) ?? function.ToString(CultureInfo.InvariantCulture));
        }
        else if (function >= 0x80 && Length(frame) >= HeaderLength + 2)
        {
            facts.Text("modbus.exception", Exception(frame[8]));
        }
    }

    /// <summary>Protocol 0, and a length between one function and the largest frame.</summary>
    private static bool IsHeader(ReadOnlySpan<byte> data) => data[2] == 0 && data[3] == 0 && BinaryPrimitives.ReadUInt16BigEndian(data[4..]) is >= 2 and <= 254;

    private static int Length(ReadOnlySpan<byte> data) => 6 + BinaryPrimitives.ReadUInt16BigEndian(data[4..]);

    private static string? FunctionName(byte code) => (code & 0x7F) switch
    {
        1 => "READ_COILS",
        2 => "READ_DISCRETE_INPUTS",
        3 => "READ_HOLDING_REGISTERS",
        4 => "READ_INPUT_REGISTERS",
        5 => "WRITE_SINGLE_COIL",
        6 => "WRITE_SINGLE_REGISTER",
        7 => "READ_EXCEPTION_STATUS",
        8 => "DIAGNOSTICS",
        11 => "GET_COMM_EVENT_COUNTER",
        12 => "GET_COMM_EVENT_LOG",
        15 => "WRITE_MULTIPLE_COILS",
        16 => "WRITE_MULTIPLE_REGISTERS",
        17 => "REPORT_SLAVE_ID",
        20 => "READ_FILE_RECORD",
        21 => "WRITE_FILE_RECORD",
        22 => "MASK_WRITE_REGISTER",
        23 => "READ_WRITE_MULTIPLE_REGISTERS",
        24 => "READ_FIFO_QUEUE",
        43 => "ENCAP_INTERFACE_TRANSPORT",
        // Schneider's own programming protocol (UMAS).
        90 => "UMAS",
        _ => null,
    };

    private static string Exception(byte code) => code switch
    {
        1 => "ILLEGAL_FUNCTION",
        2 => "ILLEGAL_DATA_ADDRESS",
        3 => "ILLEGAL_DATA_VALUE",
        4 => "SLAVE_DEVICE_FAILURE",
        5 => "ACKNOWLEDGE",
        6 => "SLAVE_DEVICE_BUSY",
        8 => "MEMORY_PARITY_ERROR",
        10 => "GATEWAY_PATH_UNAVAILABLE",
        11 => "GATEWAY_TARGET_DEVICE_FAILED_TO_RESPOND",
        _ => code.ToString(CultureInfo.InvariantCulture),
    };
}
