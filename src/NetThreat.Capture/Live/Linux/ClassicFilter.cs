namespace NetThreat.Capture.Live.Linux;

/// <summary>Instructions of the kernel's packet filter (struct sock_filter: code, two jumps, a constant), as 64-bit words of this machine.</summary>
internal static class ClassicFilter
{
    private const ulong ReturnConstant = 0x06;

    /// <summary>Keeps so many bytes of every packet; 0 keeps none of it.</summary>
    public static ulong Return(uint bytes) => BitConverter.IsLittleEndian ? ReturnConstant | (ulong)bytes << 32 : ReturnConstant << 48 | bytes;
}
