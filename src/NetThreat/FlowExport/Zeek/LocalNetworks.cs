using NetThreat.Core.Net;

namespace NetThreat.FlowExport.Zeek;

/// <summary>The special-purpose networks (RFC 6890 and its registry) that Zeek takes as local where nothing is configured.</summary>
internal static class LocalNetworks
{
    private static readonly (uint Network, int Bits)[] V4 =
    [
        (0x0000_0000, 8), (0x0A00_0000, 8), (0x6440_0000, 10), (0x7F00_0000, 8), (0xA9FE_0000, 16), (0xAC10_0000, 12), (0xC000_0000, 24),
        (0xC000_0200, 24), (0xC0A8_0000, 16), (0xC612_0000, 15), (0xC633_6400, 24), (0xCB00_7100, 24), (0xF000_0000, 4),
    ];

    private static readonly (ulong Network, int Bits)[] V6 =
    [
        (0x0064_FF9B_0001_0000, 48), (0x0100_0000_0000_0000, 64), (0x2001_0002_0000_0000, 48), (0x2001_0DB8_0000_0000, 32),
        (0xFC00_0000_0000_0000, 7), (0xFE80_0000_0000_0000, 10),
    ];

    public static bool Contains(Address address)
    {
        if (!address.IsV4)
        {
            if (address.High == 0 && address.Low <= 1) return true;
            foreach (var (network, bits) in V6)
                if ((address.High ^ network) >> (64 - bits) == 0) return true;
            return false;
        }

        foreach (var (network, bits) in V4)
            if ((address.ToV4() ^ network) >> (32 - bits) == 0) return true;
        return false;
    }
}
