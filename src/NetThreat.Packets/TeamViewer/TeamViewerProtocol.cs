using NetThreat.Packets.Applications;

namespace NetThreat.Packets.TeamViewer;

/// <summary>TeamViewer on its own port: the two bytes that begin every message of its versions.</summary>
internal sealed class TeamViewerProtocol() : ApplicationProtocol("teamviewer", Carriers.Both, [5938], [])
{
    public override Recognition Recognize(in Payload payload)
    {
        var data = payload.Data;
        if (!payload.HasPort(5938)) return Recognition.No;
        if (payload.IsStream) return data.Length < 2 ? Recognition.NeedMore : IsMark(data) ? Recognition.Yes : Recognition.No;
        return data.Length > 13 && data[0] == 0 && IsMark(data[11..]) ? Recognition.Yes : Recognition.No;
    }

    public override bool Read(in Payload payload, IFactSink facts) => false;

    private static bool IsMark(ReadOnlySpan<byte> data) => (data[0] == 0x17 && data[1] == 0x24) || (data[0] == 0x11 && data[1] == 0x30);
}
