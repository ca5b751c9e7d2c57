using System.Runtime.InteropServices;
using NetThreat.Packets;

namespace NetThreat.Flows.Fragments;

/// <summary>A datagram whose fragments are under way.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct Datagram
{
    public FragmentKey Key;

    /// <summary>The clock at which it is forgotten.</summary>
    public long Until;

    /// <summary>Neighbours in the order of beginning, -1 for none.</summary>
    public int Older, Newer;

    /// <summary>The fragments that wait for the first, a list in the order of coming; -1 for none.</summary>
    public int FirstWaiting, LastWaiting;

    /// <summary>The first fragment was seen and its conversation is known.</summary>
    public bool HasFirst;

    /// <summary>The first fragment was seen and its transport header was cut.</summary>
    public bool FirstIsUseless;

    public byte Protocol;
    public TcpFlags Flags;
    public ushort SourcePort, DestinationPort, Window;
    public uint Sequence, Acknowledgment, IcmpRest;

    /// <summary>Bytes of the datagram's payload before the transport payload.</summary>
    public int HeaderBytes;

    public FragmentPieces Pieces;
}
