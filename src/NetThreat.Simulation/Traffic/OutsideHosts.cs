using NetThreat.Core.Net;
using NetThreat.Core.Randomness;
using NetThreat.Simulation.Randomness;

namespace NetThreat.Simulation.Traffic;

/// <summary>Hosts beyond the gateway.</summary>
internal static class OutsideHosts
{
    /// <summary>A host at a random public address, some way off.</summary>
    public static SimulatedHost Any(SimulatedHost gateway, Xoshiro256 random)
    {
        var stack = random.Chance(0.5) ? TcpStack.Linux : TcpStack.Windows;
        return new("outside", PublicAddress(random), null, gateway.Mac, stack, random.Between(6, 22), random.Milliseconds(4, 80));
    }

    /// <summary>A uniformly drawn IPv4 address that is not reserved, private, shared, loopback, link-local or multicast (IANA special-purpose registry).</summary>
    public static Address PublicAddress(Xoshiro256 random)
    {
        while (true)
        {
            uint a = (uint)(random.Next() >> 32);
            uint first = a >> 24, second = a >> 16 & 0xFF;
            bool special = first is 0 or 10 or 127 or >= 224 || (first == 100 && second is >= 64 and < 128) || (first == 169 && second == 254)
                || (first == 172 && second is >= 16 and < 32) || (first == 192 && second is 0 or 88 or 168) || (first == 198 && second is 18 or 19 or 51)
                || (first == 203 && second == 0);
            if (!special) return Address.FromV4(a);
        }
    }
}
