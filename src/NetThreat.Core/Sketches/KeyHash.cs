using NetThreat.Core.Net;

namespace NetThreat.Core.Sketches;

/// <summary>
/// The 64-bit hash under sketches and samples: the finalizer of SplitMix64 (Steele et al. 2014) over the words. Fixed for ever, since
/// sketches of different processes are merged.
/// </summary>
public static class KeyHash
{
    public static ulong Of(Address address) => Mix(Mix(address.High ^ 0x9E3779B97F4A7C15UL) ^ address.Low);

    public static ulong Of(ulong value) => Mix(value ^ 0x9E3779B97F4A7C15UL);

    private static ulong Mix(ulong x)
    {
        x ^= x >> 30;
        x *= 0xBF58476D1CE4E5B9UL;
        x ^= x >> 27;
        x *= 0x94D049BB133111EBUL;
        return x ^ x >> 31;
    }
}
