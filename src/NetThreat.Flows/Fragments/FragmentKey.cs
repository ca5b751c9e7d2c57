using NetThreat.Core.Net;
using NetThreat.Packets;

namespace NetThreat.Flows.Fragments;

/// <summary>What fragments of one datagram have in common (RFC 791 section 3.2: with the protocol; RFC 8200 section 4.5: without).</summary>
internal readonly record struct FragmentKey(Address Source, Address Destination, uint Id)
{
    public static FragmentKey Of(in DecodedPacket p) => new(p.Source, p.Destination, p.FragmentId);
}
