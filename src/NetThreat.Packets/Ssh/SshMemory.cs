namespace NetThreat.Packets.Ssh;

/// <summary>What is kept of a connection until authentication is over.</summary>
internal sealed class SshMemory
{
    public SshKeyExchange? Originator { get; set; }

    public SshKeyExchange? Responder { get; set; }

    public SshAuthentication Authentication { get; } = new();

    /// <summary>The responder has sent NEWKEYS in an earlier segment.</summary>
    public bool ResponderEncrypts { get; set; }
}
