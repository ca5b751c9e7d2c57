namespace NetThreat.Simulation.Frames;

/// <summary>The TCP flag bits (RFC 9293 section 3.1).</summary>
internal static class TcpFlag
{
    public const byte Fin = 1;
    public const byte Syn = 2;
    public const byte Rst = 4;
    public const byte Psh = 8;
    public const byte Ack = 16;
}

/// <summary>The fields of a TCP header that vary.</summary>
internal readonly record struct TcpHeader(uint Sequence, uint Acknowledgment, byte Flags, ushort Window);
