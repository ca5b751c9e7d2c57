namespace NetThreat.Packets.Applications;

/// <summary>The transports that a protocol runs over.</summary>
[Flags]
internal enum Carriers : byte
{
    Tcp = 1,
    Udp = 2,
    Both = Tcp | Udp,
}
