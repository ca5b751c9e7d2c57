using System.Buffers.Binary;
using NetThreat.Packets.Applications;

namespace NetThreat.Packets.Ntp;

/// <summary>Network time (RFC 5905; control messages RFC 9327; the private mode 7 of ntpd, known from amplification).</summary>
internal sealed class NtpProtocol() : ApplicationProtocol("ntp", Carriers.Udp, [123],
    ["ntp.version", "ntp.mode", "ntp.stratum", "ntp.ref_id", "ntp.control_opcode", "ntp.private_request"])
{
    private const int HeaderLength = 48;

    public override Recognition Recognize(in Payload payload)
    {
        var data = payload.Data;
        if (!payload.HasPort(123) || data.IsEmpty) return Recognition.No;
        int version = data[0] >> 3 & 7;
        if (version is 0 or > 4) return Recognition.No;
        return (data[0] & 7) switch
        {
            >= 1 and <= 5 => payload.WireLength >= HeaderLength && data.Length > 1 && data[1] <= 16 ? Recognition.Yes : Recognition.No,
            6 => data.Length >= 12 && (data[1] & 0x1F) is <= 10 or 31 ? Recognition.Yes : Recognition.No,
            // RFC 1119's layout: response, more, sequence; implementation 0, 2 or 3.
            7 => data.Length >= 4 && data[2] is 0 or 2 or 3 ? Recognition.Yes : Recognition.No,
            _ => Recognition.No,
        };
    }

    public override bool Read(in Payload payload, IFactSink facts)
    {
        var data = payload.Data;
        if (data.Length < 4) return false;
        int mode = data[0] & 7;
        facts.Number("ntp.version", data[0] >> 3 & 7);
        facts.Number("ntp.mode", mode);
        if (mode == 6) facts.Number("ntp.control_opcode", data[1] & 0x1F);
        else if (mode == 7) facts.Text("ntp.private_request", data[3] is 20 or 42 ? "monlist" : "other");
        else if (data.Length >= HeaderLength) Clock(data, facts);
        return false;
    }

    private static void Clock(ReadOnlySpan<byte> data, IFactSink facts)
    {
        facts.Number("ntp.stratum", data[1]);
        var reference = data.Slice(12, 4);
        if (data[1] <= 1) facts.Value("ntp.ref_id", reference.TrimEnd((byte)0));
        else if (BinaryPrimitives.ReadUInt32BigEndian(reference) != 0) facts.IpAddress("ntp.ref_id", reference);
    }
}
