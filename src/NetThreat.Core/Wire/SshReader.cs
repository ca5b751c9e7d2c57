using NetThreat.Core.Flows;

namespace NetThreat.Core.Wire;

/// <summary>Reads the message <c>Ssh</c>.</summary>
internal static class SshReader
{
    public static SshFacts Read(ref WireReader outer)
    {
        var r = new WireReader(outer.Bytes());
        var ssh = new SshFacts();
        while (r.Next(out uint tag))
            switch (tag)
            {
                case 10: ssh = ssh with { Hassh = Text(ref r) }; break;
                case 18: ssh = ssh with { HasshServer = Text(ref r) }; break;
                case 26: ssh = ssh with { KeyExchange = Text(ref r) }; break;
                case 34: ssh = ssh with { HostKey = Text(ref r) }; break;
                case 42: ssh = ssh with { Cipher = Text(ref r) }; break;
                case 50: ssh = ssh with { Mac = Text(ref r) }; break;
                case 58: ssh = ssh with { Compression = Text(ref r) }; break;
                case 64: ssh = ssh with { AuthAttempts = r.Int(int.MaxValue, "a number of attempts") }; break;
                case 72: ssh = ssh with { AuthSuccess = r.Int(2, "an SSH result") switch { 1 => false, 2 => true, _ => null } }; break;
                default: r.Skip(tag); break;
            }
        if (r.Error is { } error) outer.Fail(error);
        return ssh;
    }

    private static string Text(ref WireReader r) => r.Text(WireLimits.MaxFactBytes, "an SSH text");
}
