namespace NetThreat.Simulation.Traffic;

/// <summary>A 48-bit Ethernet address in the low bits.</summary>
public readonly record struct MacAddress(ulong Value)
{
    public static MacAddress Broadcast { get; } = new(0xFFFF_FFFF_FFFF);

    /// <summary>A locally administered unicast address (IEEE 802: second-lowest bit of the first byte).</summary>
    public static MacAddress Local(int number) => new(0x0200_5E00_0000UL | (uint)number);

    internal void CopyTo(Span<byte> destination)
    {
        for (int i = 0; i < 6; i++) destination[i] = (byte)(Value >> 40 - 8 * i);
    }
}
