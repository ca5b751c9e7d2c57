using System.Buffers.Binary;
using NetThreat.Packets.Applications;

namespace NetThreat.Packets.Gtp;

/// <summary>Control of GPRS tunnels, versions 1 and 2 (3GPP TS 29.060, TS 29.274). Subscribers' numbers are not kept.</summary>
internal sealed class GtpControlProtocol() : ApplicationProtocol("gtp", Carriers.Udp, [2123], ["gtp.version", "gtp.message_type"])
{
    public override Recognition Recognize(in Payload payload)
    {
        var data = payload.Data;
        if (!payload.HasPort(2123) || data.Length < 8) return Recognition.No;
        int length = BinaryPrimitives.ReadUInt16BigEndian(data[2..]);
        return (data[0] >> 5) switch
        {
            1 => (data[0] & 0x18) == 0x10 && length + 8 == payload.WireLength && data[1] != 0 ? Recognition.Yes : Recognition.No,
            2 => (data[0] & 0x07) == 0 && length + 4 <= payload.WireLength && data[1] != 0 && ((data[0] & 0x10) != 0 || length + 4 == payload.WireLength) ? Recognition.Yes : Recognition.No,
            _ => Recognition.No,
        };
    }

    public override bool Read(in Payload payload, IFactSink facts)
    {
        var data = payload.Data;
        if (data.Length < 8) return true;
        facts.Number("gtp.version", data[0] >> 5);
        facts.Text("gtp.message_type", TypeName(data[0] >> 5, data[1]));
        return true;
    }

    private static string TypeName(int version, byte type) => (version, type) switch
    {
        (_, 1) => "echo_request",
        (_, 2) => "echo_response",
        (1, 16) => "create_pdp_context_request",
        (1, 17) => "create_pdp_context_response",
        (1, 18) => "update_pdp_context_request",
        (1, 19) => "update_pdp_context_response",
        (1, 20) => "delete_pdp_context_request",
        (1, 21) => "delete_pdp_context_response",
        (2, 32) => "create_session_request",
        (2, 33) => "create_session_response",
        (2, 34) => "modify_bearer_request",
        (2, 35) => "modify_bearer_response",
        (2, 36) => "delete_session_request",
        (2, 37) => "delete_session_response",
        _ => "other",
    };
}
