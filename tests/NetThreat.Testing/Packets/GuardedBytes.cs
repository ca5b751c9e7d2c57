using System.Runtime.InteropServices;
using NetThreat.Core.Packets;
using NetThreat.Core.Time;

namespace NetThreat.Testing.Packets;

/// <summary>
/// Memory whose last byte is followed by a page that may not be read: code that reads one byte beyond a packet placed in it ends the
/// process. The unmanaged address does not move, so packets point into it.
/// </summary>
public sealed unsafe partial class GuardedBytes : IDisposable
{
    private const int ReadWrite = 3, NoAccess = 0, PrivateAnonymous = 0x22;

    private byte* _memory;
    private readonly nuint _usable;
    private readonly nuint _page = (nuint)Environment.SystemPageSize;

    public GuardedBytes(int capacity = 64 * 1024)
    {
        _usable = ((nuint)capacity + _page - 1) / _page * _page;
        _memory = Map(null, _usable + _page, ReadWrite, PrivateAnonymous, -1, 0);
        if ((nint)_memory == -1 || Protect(_memory + _usable, _page, NoAccess) != 0) throw new InvalidOperationException("cannot map guarded memory");
    }

    /// <summary>A packet whose last captured byte is the last readable byte. Valid until the next call.</summary>
    public CapturedPacket Place(ReadOnlySpan<byte> data, ushort linkType = 1, int? wireLength = null, Timestamp time = default)
    {
        byte* start = _memory + _usable - (nuint)data.Length;
        data.CopyTo(new Span<byte>(start, data.Length));
        return new(start, data.Length, wireLength ?? data.Length, time, linkType);
    }

    public void Dispose()
    {
        if (_memory != null) _ = Unmap(_memory, _usable + _page);
        _memory = null;
    }

    [LibraryImport("libc", EntryPoint = "mmap")]
    private static partial byte* Map(void* address, nuint length, int protection, int flags, int file, nint offset);

    [LibraryImport("libc", EntryPoint = "mprotect")]
    private static partial int Protect(void* address, nuint length, int protection);

    [LibraryImport("libc", EntryPoint = "munmap")]
    private static partial int Unmap(void* address, nuint length);
}
