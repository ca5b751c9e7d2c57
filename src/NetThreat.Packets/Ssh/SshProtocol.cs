using System.Text;
using NetThreat.Core.Net;
using NetThreat.Packets.Applications;

namespace NetThreat.Packets.Ssh;

/// <summary>SSH (RFC 4253): both identification lines.</summary>
public sealed class SshProtocol : IApplicationProtocol
{
    public string Name => "ssh";

    public IReadOnlyList<ushort> Ports { get; } = [22];

    public bool Runs(byte transport) => transport == IpProtocol.Tcp;

    public Recognition Recognize(in Payload payload)
    {
        if (SshIdentification.TryFind(payload.Data, !payload.FromOriginator, out _)) return Recognition.Yes;
        int n = Math.Min(4, payload.Data.Length);
        return payload.Data[..n].SequenceEqual("SSH-"u8[..n]) && payload.Data.Length < SshIdentification.MaxLine ? Recognition.NeedMore : Recognition.No;
    }

    public bool Read(in Payload payload, IFactSink facts)
    {
        if (!SshIdentification.TryFind(payload.Data, !payload.FromOriginator, out var line)) return payload.Data.Length < 2048;
        if (payload.FromOriginator) facts.SshClient = Encoding.ASCII.GetString(line);
        else facts.SshServer = Encoding.ASCII.GetString(line);
        return false;
    }
}
