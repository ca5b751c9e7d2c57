using NetThreat.Packets.Applications;
using NetThreat.Packets.Iso;

namespace NetThreat.Packets.S7comm;

/// <summary>Siemens S7 communication over ISO transport: classic (0x32) and plus (0x72).</summary>
internal sealed class S7commProtocol() : ApplicationProtocol("s7comm", Carriers.Tcp, [102], ["s7comm.variant", "s7comm.rosctr", "s7comm.function", "s7comm.error_class"])
{
    private const byte Classic = 0x32, Plus = 0x72;

    public override Recognition Recognize(in Payload payload)
    {
        var frames = new Tpkt(payload.Data);
        while (frames.MoveNext())
        {
            if (frames.Code != Tpkt.Data) continue;
            return IsS7(frames.Body) ? Recognition.Yes : Recognition.No;
        }

        return frames.Failed ? Recognition.No : Recognition.NeedMore;
    }

    public override bool Read(in Payload payload, IFactSink facts)
    {
        var frames = new Tpkt(payload.Data);
        while (frames.MoveNext())
        {
            if (!payload.IsNew(frames.End) || frames.Code != Tpkt.Data || !IsS7(frames.Body)) continue;
            var body = frames.Body;
            if (payload.FromOriginator) facts.Text("s7comm.variant", body[0] == Classic ? "s7comm" : "s7comm-plus");
            if (body[0] == Classic) Message(body, facts);
        }

        return !frames.Failed;
    }

    private static bool IsS7(ReadOnlySpan<byte> body) =>
        body.Length >= 10 && ((body[0] == Classic && body[1] is 1 or 2 or 3 or 7) || (body[0] == Plus && body[1] is >= 1 and <= 3 or 0xFE));

    /// <summary>Header of 10 bytes, of 12 with an error in replies; then the parameters, whose first byte is the function.</summary>
    private static void Message(ReadOnlySpan<byte> body, IFactSink facts)
    {
        byte kind = body[1];
        facts.Text("s7comm.rosctr", kind switch { 1 => "job", 2 => "ack", 3 => "ack_data", _ => "userdata" });
        int header = kind is 2 or 3 ? 12 : 10;
        if (kind is 2 or 3 && body.Length >= 12 && body[10] != 0) facts.Number("s7comm.error_class", body[10]);
        if (body.Length > header && kind != 7 && Function(body[header]) is { } name) facts.Text("s7comm.function", name);
    }

    private static string? Function(byte code) => code switch
    {
        0x00 => "cpu_services",
        0x04 => "read_variable",
        0x05 => "write_variable",
        0x1A => "request_download",
        0x1B => "download_block",
        0x1C => "download_ended",
        0x1D => "start_upload",
        0x1E => "upload",
        0x1F => "end_upload",
        0x28 => "plc_control",
        0x29 => "plc_stop",
        0xF0 => "setup_communication",
        _ => null,
    };
}
