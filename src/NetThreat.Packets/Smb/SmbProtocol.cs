using NetThreat.Packets.Applications;
using NetThreat.Packets.DceRpc;
using NetThreat.Packets.Ntlm;

namespace NetThreat.Packets.Smb;

/// <summary>SMB 1, 2 and 3 ([MS-CIFS], [MS-SMB2]) over TCP or a NetBIOS session, with the calls made through its named pipes.</summary>
internal sealed class SmbProtocol() : ApplicationProtocol("smb", Carriers.Tcp, [445, 139],
    ["smb.version", "smb.dialect", "smb.path", "smb.file", "smb.command", "smb.status", "smb.auth_result", "smb.encrypted", .. NtlmMessage.Facts, .. DceRpcStream.Facts], 16384)
{
    public override Recognition Recognize(in Payload payload)
    {
        var frames = new SmbFrames(payload.Data);
        while (frames.MoveNext())
        {
            if (frames.Type != SmbFrames.Message) continue;
            return SmbFrames.IsSmb(frames.Body) ? Recognition.Yes : frames.Body.Length < 4 ? Recognition.NeedMore : Recognition.No;
        }

        return frames.Failed ? Recognition.No : Recognition.NeedMore;
    }

    public override bool Read(in Payload payload, IFactSink facts)
    {
        var frames = new SmbFrames(payload.Data);
        var pipes = new SmbPipes();
        while (frames.MoveNext())
        {
            if (frames.IsCut && !frames.IsLarge) return true;
            if (frames.Type != SmbFrames.Message) continue;
            if (!Message(payload, frames.Body, pipes, payload.IsNew(frames.End) ? facts : NoFacts.Instance)) return false;
        }

        return !frames.Failed;
    }

    private static bool Message(in Payload payload, ReadOnlySpan<byte> message, SmbPipes pipes, IFactSink facts)
    {
        if (message.Length < 8) return false;
        switch (message[0])
        {
            case 0xFF:
                if (payload.FromOriginator) facts.Text("smb.version", "SMB1");
                Smb1Message.Read(message, pipes, facts);
                return true;
            case 0xFE:
                Smb2Message.ReadChain(message, pipes, facts);
                return true;
            default:
                // Encrypted (0xFD) or compressed (0xFC) from here on.
                if (message[0] == 0xFD) facts.Text("smb.encrypted", "T");
                return false;
        }
    }
}
