namespace NetThreat.Simulation.Traffic;

/// <summary>What tells one operating system's TCP from another's on the wire.</summary>
/// <param name="Ttl">The initial time to live.</param>
/// <param name="Window">The window of a SYN.</param>
/// <param name="WindowScale">RFC 7323 section 2.2.</param>
/// <param name="Timestamps">RFC 7323 section 3; used on a connection when both sides offer it.</param>
public sealed record TcpStack(byte Ttl, ushort Window, byte WindowScale, bool Timestamps)
{
    public static TcpStack Linux { get; } = new(64, 64240, 7, true);

    public static TcpStack Windows { get; } = new(128, 64240, 8, false);
}
