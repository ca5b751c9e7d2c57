using NetThreat.Packets.Applications;

namespace NetThreat.Packets.Rsync;

/// <summary>The rsync daemon's greeting, and the module that the client asks for.</summary>
internal sealed class RsyncProtocol() : LineProtocol("rsync", Carriers.Tcp, [873], ["rsync.client_version", "rsync.server_version", "rsync.module", "rsync.error"])
{
    public override Recognition Recognize(in Payload payload)
    {
        var greeting = "@RSYNCD: "u8;
        if (payload.Data.StartsWith(greeting)) return Recognition.Yes;
        return payload.Data.Length < greeting.Length && greeting.StartsWith(payload.Data) ? Recognition.NeedMore : Recognition.No;
    }

    protected override bool Request(in Payload payload, ReadOnlySpan<byte> line, IFactSink facts)
    {
        if (line.StartsWith("@RSYNCD: "u8))
        {
            facts.Value("rsync.client_version", line[9..]);
            return true;
        }

        facts.Value("rsync.module", line);
        return false;
    }

    protected override bool Reply(in Payload payload, ReadOnlySpan<byte> line, IFactSink facts)
    {
        if (payload.Data.StartsWith(line) && line.StartsWith("@RSYNCD: "u8)) facts.Value("rsync.server_version", line[9..]);
        else if (line.StartsWith("@ERROR"u8)) facts.Value("rsync.error", line);
        return !line.StartsWith("@RSYNCD: OK"u8);
    }
}
