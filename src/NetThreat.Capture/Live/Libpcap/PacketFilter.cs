using NetThreat.Capture.Live.Linux;
using NetThreat.Core.Packets;

namespace NetThreat.Capture.Live.Libpcap;

/// <summary>A filter expression (pcap-filter(7)) compiled for one link type.</summary>
internal sealed unsafe class PacketFilter : IDisposable
{
    private const uint UnknownNetmask = 0xFFFF_FFFF;

    private static readonly Lock s_compiler = new();

    private FilterProgram _program;

    /// <exception cref="CaptureException">The expression is none, or libpcap is missing.</exception>
    public PacketFilter(string expression, ushort linkType, int snapLength)
    {
        LibpcapNative.Require("a filter");
        FilterProgram program;
        // Older versions of the compiler are not to be run twice at a time.
        lock (s_compiler)
        {
            nint dead = LibpcapNative.OpenDead(linkType, snapLength);
            try
            {
                if (LibpcapNative.Compile(dead, &program, expression, 1, UnknownNetmask) != 0)
                    throw new CaptureException($"the filter '{expression}' does not fit: {LibpcapNative.ErrorText(dead)} (see 'man pcap-filter')");
            }
            finally
            {
                LibpcapNative.Close(dead);
            }
        }

        _program = program;
    }

    ~PacketFilter() => Free();

    /// <summary>The program, for a kernel that runs it.</summary>
    public ReadOnlySpan<ulong> Instructions => new(_program.Instructions, (int)_program.Length);

    public bool Matches(in CapturedPacket packet)
    {
        var header = new PacketHeader { Captured = (uint)packet.Length, Length = (uint)packet.WireLength };
        fixed (FilterProgram* program = &_program)
        fixed (byte* data = packet.Data)
        {
            byte nothing = 0;
            return LibpcapNative.Matches(program, &header, data == null ? &nothing : data) != 0;
        }
    }

    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private void Free()
    {
        if (_program.Instructions == null) return;
        fixed (FilterProgram* program = &_program) LibpcapNative.FreeCode(program);
        _program = default;
    }
}
