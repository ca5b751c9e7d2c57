using System.Globalization;
using NetThreat.Packets.Applications;

namespace NetThreat.Packets.Git;

/// <summary>Git's own transport: the first packet line names service, repository and host.</summary>
internal sealed class GitProtocol() : ApplicationProtocol("git", Carriers.Tcp, [9418], ["git.service", "git.repository", "git.host"])
{
    public override Recognition Recognize(in Payload payload)
    {
        var client = payload.Client();
        if (client.IsEmpty) return payload.HasPort(9418) ? Recognition.NeedMore : Recognition.No;
        if (client.Length < 8) return Recognition.NeedMore;
        return Length(client) > 8 && (client[4..].StartsWith("git-upload-"u8) || client[4..].StartsWith("git-receive-pack "u8)) ? Recognition.Yes : Recognition.No;
    }

    public override bool Read(in Payload payload, IFactSink facts)
    {
        if (!payload.FromOriginator) return false;
        int length = Length(payload.Data);
        if (length < 0) return false;
        if (payload.Data.Length < length) return true;
        var line = payload.Data[4..length];
        facts.Value("git.service", line.Before((byte)' '));
        var rest = line.After((byte)' ');
        facts.Value("git.repository", rest.Before((byte)0));
        var host = rest.After((byte)0).Before((byte)0);
        if (host.StartsWith("host="u8)) facts.Value("git.host", host[5..]);
        return false;
    }

    private static int Length(ReadOnlySpan<byte> data) =>
        data.Length >= 4 && int.TryParse(data[..4], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out int length) && length > 4 ? length : -1;
}
