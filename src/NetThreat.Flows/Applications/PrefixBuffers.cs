using System.Numerics;

namespace NetThreat.Flows.Applications;

/// <summary>Buffers for the beginnings of streams, in powers of two, kept for re-use; counts what is lent out.</summary>
internal sealed class PrefixBuffers
{
    public const int Smallest = 512;

    private readonly Stack<byte[]>[] _free = [.. Enumerable.Range(0, 8).Select(_ => new Stack<byte[]>())];

    /// <summary>Bytes in use and kept.</summary>
    public long Bytes { get; private set; }

    /// <summary>A buffer of at least the size; not cleared.</summary>
    public byte[] Rent(int size)
    {
        int c = Class(size);
        if (_free[c].TryPop(out byte[]? buffer)) return buffer;
        Bytes += Smallest << c;
        return GC.AllocateUninitializedArray<byte>(Smallest << c);
    }

    public void Return(byte[] buffer) => _free[Class(buffer.Length)].Push(buffer);

    /// <summary>Gives the kept buffers back to the runtime.</summary>
    public void Trim()
    {
        foreach (var stack in _free)
            while (stack.TryPop(out byte[]? buffer)) Bytes -= buffer.Length;
    }

    private static int Class(int size) => size <= Smallest ? 0 : BitOperations.Log2((uint)(size - 1)) - BitOperations.Log2(Smallest) + 1;
}
