using System.Buffers.Binary;
using System.Globalization;
using NetThreat.Packets.Applications;

namespace NetThreat.Packets.Dnp3;

/// <summary>Distributed network protocol (IEEE 1815) over TCP and UDP: the header's checksum makes it certain.</summary>
internal sealed class Dnp3Protocol() : ApplicationProtocol("dnp3", Carriers.Both, [20000], ["dnp3.fc_request", "dnp3.fc_reply", "dnp3.source", "dnp3.destination", "dnp3.iin"])
{
    private const int HeaderLength = 10;

    public override Recognition Recognize(in Payload payload)
    {
        var data = payload.Data;
        if (data.Length < HeaderLength) return payload.IsStream && (data.IsEmpty || data[0] == 5) && (data.Length < 2 || data[1] == 0x64) ? Recognition.NeedMore : Recognition.No;
        return IsHeader(data) ? Recognition.Yes : Recognition.No;
    }

    public override bool Read(in Payload payload, IFactSink facts)
    {
        var data = payload.Data;
        for (int at = 0; at + HeaderLength <= data.Length;)
        {
            if (!IsHeader(data[at..])) return false;
            int end = at + FrameLength(data[at + 2]);
            if (end > data.Length && payload.IsStream) return true;
            if (payload.IsNew(end)) Frame(data[at..Math.Min(end, data.Length)], facts);
            at = end;
        }

        return true;
    }

    private static void Frame(ReadOnlySpan<byte> frame, IFactSink facts)
    {
        bool master = (frame[3] & 0x80) != 0;
        if (master)
        {
            facts.Number("dnp3.destination", BinaryPrimitives.ReadUInt16LittleEndian(frame[4..]));
            facts.Number("dnp3.source", BinaryPrimitives.ReadUInt16LittleEndian(frame[6..]));
        }

        // Transport octet with the bit FIR, then application control and function.
        if (frame.Length < HeaderLength + 3 || (frame[HeaderLength] & 0x40) == 0) return;
        byte function = frame[HeaderLength + 2];
        facts.Text(function < 0x80 ? "dnp3.fc_request" : "dnp3.fc_reply", FunctionName(function));
        if (function >= 0x81 && frame.Length >= HeaderLength + 5) facts.Number("dnp3.iin", BinaryPrimitives.ReadUInt16LittleEndian(frame[(HeaderLength + 3)..]));
    }

    private static bool IsHeader(ReadOnlySpan<byte> data) =>
        data[0] == 5 && data[1] == 0x64 && data[2] >= 5 && Checksum(data[..8]) == BinaryPrimitives.ReadUInt16LittleEndian(data[8..]);

    /// <summary>The length counts from the control octet without checksums; blocks of 16 bytes have one each.</summary>
    private static int FrameLength(byte length) => HeaderLength + (length - 5) + (2 * ((length - 5 + 15) / 16));

    /// <summary>CRC of IEEE 1815 section 9.2: polynomial 0x3D65, reflected, inverted.</summary>
    private static ushort Checksum(ReadOnlySpan<byte> data)
    {
        int crc = 0;
        foreach (byte b in data)
        {
            crc ^= b;
            for (int i = 0; i < 8; i++) crc = (crc & 1) != 0 ? crc >> 1 ^ 0xA6BC : crc >> 1;
        }

        return (ushort)~crc;
    }

    private static string FunctionName(byte code) => code switch
    {
        0 => "CONFIRM",
        1 => "READ",
        2 => "WRITE",
        3 => "SELECT",
        4 => "OPERATE",
        5 => "DIRECT_OPERATE",
        6 => "DIRECT_OPERATE_NR",
        7 => "IMMED_FREEZE",
        9 => "FREEZE_CLEAR",
        13 => "COLD_RESTART",
        14 => "WARM_RESTART",
        16 => "INITIALIZE_APPL",
        17 => "START_APPL",
        18 => "STOP_APPL",
        19 => "SAVE_CONFIG",
        20 => "ENABLE_UNSOLICITED",
        21 => "DISABLE_UNSOLICITED",
        22 => "ASSIGN_CLASS",
        23 => "DELAY_MEASURE",
        24 => "RECORD_CURRENT_TIME",
        25 => "OPEN_FILE",
        26 => "CLOSE_FILE",
        27 => "DELETE_FILE",
        28 => "GET_FILE_INFO",
        29 => "AUTHENTICATE_FILE",
        32 => "AUTHENTICATE_REQ",
        129 => "RESPONSE",
        130 => "UNSOLICITED_RESPONSE",
        131 => "AUTHENTICATE_RESP",
        _ => code.ToString(CultureInfo.InvariantCulture),
    };
}
