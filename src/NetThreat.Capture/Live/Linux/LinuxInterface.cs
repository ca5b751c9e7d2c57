using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using NetThreat.Core.Packets;

namespace NetThreat.Capture.Live.Linux;

/// <summary>What the kernel says of one interface.</summary>
/// <param name="Hardware">ARPHRD_* number.</param>
internal sealed unsafe record LinuxInterface(string Name, int Index, bool IsUp, int Mtu, ushort Hardware)
{
    private const int MaxName = 15;
    private const ushort EthernetHardware = 1, TunnelHardware = 768, Tunnel6Hardware = 769, LoopbackHardware = 772, SitHardware = 776, GreHardware = 778, NoHardware = 0xFFFE;

    public bool IsLoopback => Hardware == LoopbackHardware;

    /// <summary>LINKTYPE_* of what a raw packet socket gives; null where the frames are in no form of their own.</summary>
    public ushort? LinkType => Hardware switch
    {
        EthernetHardware or LoopbackHardware => NetThreat.Packets.Link.LinkType.Ethernet,
        NoHardware or TunnelHardware or Tunnel6Hardware or SitHardware or GreHardware => NetThreat.Packets.Link.LinkType.Raw,
        801 => 105,
        803 => 127,
        _ => null,
    };

    /// <summary>Looks an interface up through any socket.</summary>
    /// <exception cref="CaptureException">There is none of this name.</exception>
    public static LinuxInterface Find(string name, int socket)
    {
        int index = name.Length is > 0 and <= MaxName ? (int)Libc.InterfaceIndex(name) : 0;
        if (index == 0) throw new CaptureException($"there is no interface '{name}': there {Existing()}");
        return new(
            name, index, (Ask(socket, Libc.GetFlags, name) & 1) != 0, Math.Max(0, Ask(socket, Libc.GetMtu, name)), (ushort)Math.Max(0, Ask(socket, Libc.GetHardwareAddress, name) & 0xFFFF));
    }

    /// <summary>The first 32 bits of the answer; 0 where the interface has just gone.</summary>
    private static int Ask(int socket, uint request, string name)
    {
        var ask = default(InterfaceRequest);
        Encoding.UTF8.GetBytes(name, new Span<byte>(ask.Name, MaxName));
        return Libc.Control(socket, request, &ask) < 0 ? 0 : BinaryPrimitives.ReadInt32LittleEndian(new ReadOnlySpan<byte>(ask.Value, 4));
    }

    public static string Existing()
    {
        var names = new List<string>();
        InterfaceName* all = Libc.InterfaceNames();
        for (InterfaceName* i = all; i != null && i->Index != 0; i++) names.Add(Marshal.PtrToStringUTF8((nint)i->Name) ?? "");
        if (all != null) Libc.FreeInterfaceNames(all);
        return names.Count == 0 ? "is none" : $"{(names.Count == 1 ? "is" : "are")} {string.Join(", ", names)}";
    }
}
