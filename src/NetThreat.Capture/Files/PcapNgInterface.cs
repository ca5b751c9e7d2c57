namespace NetThreat.Capture.Files;

/// <summary>What an interface description block says of the packets that name it.</summary>
internal sealed record PcapNgInterface(ushort LinkType, uint SnapLength, TimeScale Time)
{
    /// <summary>What was lost of it, as far as the file tells.</summary>
    public PcapNgDrops Drops { get; } = new();
}
