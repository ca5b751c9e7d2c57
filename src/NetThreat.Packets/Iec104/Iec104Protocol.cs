using NetThreat.Packets.Applications;

namespace NetThreat.Packets.Iec104;

/// <summary>Telecontrol over TCP (IEC 60870-5-104): frames begin with 0x68 and a length, and follow one another without a gap.</summary>
internal sealed class Iec104Protocol() : ApplicationProtocol("iec104", Carriers.Tcp, [2404], ["iec104.control", "iec104.type_id", "iec104.cause", "iec104.common_address"])
{
    private const byte Start = 0x68;

    private const int Asdu = 6;

    public override Recognition Recognize(in Payload payload)
    {
        var data = payload.Data;
        if (data.Length < Asdu) return data.IsEmpty || (data[0] == Start && (data.Length < 2 || data[1] >= 4)) ? Recognition.NeedMore : Recognition.No;
        int frames = 0, at = 0;
        while (at + Asdu <= data.Length)
        {
            if (!IsFrame(data[at..])) return Recognition.No;
            at += 2 + data[at + 1];
            frames++;
        }

        if (OnUsualPort(payload) || (frames >= 2 && at == data.Length)) return Recognition.Yes;
        var other = payload.Opposite;
        return other.IsEmpty ? Recognition.NeedMore : other.Length >= Asdu && IsFrame(other) ? Recognition.Yes : Recognition.No;
    }

    public override bool Read(in Payload payload, IFactSink facts)
    {
        var data = payload.Data;
        for (int at = 0; at + Asdu <= data.Length;)
        {
            if (!IsFrame(data[at..])) return false;
            int end = at + 2 + data[at + 1];
            if (end > data.Length) return true;
            if (payload.IsNew(end)) Frame(data[at..end], facts);
            at = end;
        }

        return true;
    }

    private static void Frame(ReadOnlySpan<byte> frame, IFactSink facts)
    {
        if ((frame[2] & 3) == 3)
        {
            facts.Text("iec104.control", frame[2] switch { 0x07 => "STARTDT_ACT", 0x0B => "STARTDT_CON", 0x13 => "STOPDT_ACT", 0x23 => "STOPDT_CON", 0x43 => "TESTFR_ACT", 0x83 => "TESTFR_CON", _ => "other" });
        }
        else if ((frame[2] & 1) == 0 && frame.Length >= Asdu + 6)
        {
            facts.Number("iec104.type_id", frame[Asdu]);
            facts.Number("iec104.cause", frame[Asdu + 2] & 0x3F);
            facts.Number("iec104.common_address", frame[Asdu + 4] | frame[Asdu + 5] << 8);
        }
    }

    /// <summary>Information (bit 0 clear, with a type), supervision (01) or one function of an unnumbered frame (11).</summary>
    private static bool IsFrame(ReadOnlySpan<byte> data)
    {
        if (data[0] != Start || data[1] is < 4 or > 253) return false;
        if ((data[2] & 1) == 0) return data[1] >= 10 && (data[4] & 1) == 0 && (data.Length <= Asdu || data[Asdu] is > 0 and < 128);
        if ((data[2] & 3) == 1) return data[1] == 4 && data[2] == 1 && data[3] == 0;
        return data[1] == 4 && data[2] is 0x07 or 0x0B or 0x13 or 0x23 or 0x43 or 0x83 && (data[3] | data[4] | data[5]) == 0;
    }
}
