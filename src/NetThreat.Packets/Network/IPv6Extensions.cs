using System.Buffers.Binary;
using NetThreat.Core.Flows;
using NetThreat.Packets.Transport;

namespace NetThreat.Packets.Network;

/// <summary>The chain of IPv6 extension headers (RFC 8200 section 4, RFC 7045 section 4).</summary>
internal static class IPv6Extensions
{
    /// <summary>RFC 8200 section 4.1 knows seven positions; a longer chain is an evasion or noise.</summary>
    private const int MaxHeaders = 12;

    private const byte HopByHop = 0;
    private const byte Routing = 43;
    private const byte FragmentHeader = 44;
    private const byte Authentication = 51;
    private const byte DestinationOptions = 60;
    private const byte Mobility = 135;
    private const byte HostIdentity = 139;
    private const byte Shim6 = 140;
    private const byte NoNext = 59;
    private const int MaxDatagram = 65535;

    /// <summary>Padding of one byte has no length.</summary>
    private const byte Pad1 = 0;
    private const byte HomeAddress = 0xC9;

    public static bool Is(byte protocol) =>
        protocol is HopByHop or Routing or FragmentHeader or Authentication or DestinationOptions or HostIdentity or Shim6 or Mobility;

    /// <param name="remaining">Bytes behind the fixed header by its length field.</param>
    public static DecodeOutcome Decode(ReadOnlySpan<byte> data, int offset, int remaining, ref DecodedPacket d)
    {
        bool fragmented = false;
        uint seen = 0;
        for (int n = 0; Is(d.Protocol); n++)
        {
            if (n == MaxHeaders || remaining < 8) return DecodeOutcome.BadIpHeader;
            if (data.Length - offset < 8) return DecodeOutcome.TruncatedIp;
            var h = data.Slice(offset, 8);
            byte kind = d.Protocol;
            int length = Length(kind, h[1]);
            if (length > remaining) return DecodeOutcome.BadIpHeader;
            NoteOrder(kind, n, ref seen, ref d);

            if (!Continues(kind, h[0])) break;
            d.Protocol = h[0];
            offset += length;
            remaining -= length;
            if (kind == FragmentHeader)
            {
                fragmented |= Fragment(h, remaining, ref d);
                if (d.Fragment == FragmentPart.Later) return FragmentRules.Later(data, offset, ref d);
            }

            if (offset > data.Length) return DecodeOutcome.TruncatedIp;
            Look(kind, data.Slice(offset - length, length), ref d);
        }

        return TransportLayer.Decode(data, offset, remaining, fragmented, ref d);
    }

    /// <returns>True where further fragments follow; an atomic fragment (RFC 6946) is a whole datagram.</returns>
    private static bool Fragment(ReadOnlySpan<byte> h, int length, ref DecodedPacket d)
    {
        int field = BinaryPrimitives.ReadUInt16BigEndian(h.Slice(2, 2)), at = field & 0xFFF8;
        bool more = (field & 1) != 0;
        if (at == 0 && !more) return false;
        FragmentRules.Note(BinaryPrimitives.ReadUInt32BigEndian(h.Slice(4, 4)), at, length, more, ref d);
        if (at + length > MaxDatagram) d.Anomalies |= Anomaly.FragmentTooLarge;
        return more;
    }

    /// <summary>Hop-by-hop options come first, and no header but destination options comes twice.</summary>
    private static void NoteOrder(byte kind, int position, ref uint seen, ref DecodedPacket d)
    {
        uint bit = kind switch
        {
            HopByHop => 1,
            Routing => 2,
            FragmentHeader => 4,
            Authentication => 8,
            Mobility => 16,
            DestinationOptions => (seen & 32) != 0 ? 64u : 32u,
            _ => 0,
        };
        if ((seen & bit) != 0 || (kind == HopByHop && position > 0)) d.Anomalies |= Anomaly.IpExtensionOrder;
        seen |= bit;
    }

    private static void Look(byte kind, ReadOnlySpan<byte> header, ref DecodedPacket d)
    {
        if (kind == Routing)
        {
            // Segments left: the header's destination is the next of them, not the last.
            if (header[3] != 0) d.AddressesDiffer = true;
            if (header[2] == 0) d.Anomalies |= Anomaly.SourceRoute;
        }
        else if (kind is HopByHop or DestinationOptions)
        {
            Options(header[2..], ref d);
        }
    }

    private static void Options(ReadOnlySpan<byte> options, ref DecodedPacket d)
    {
        for (int at = 0; at < options.Length;)
        {
            if (options[at] == Pad1)
            {
                at++;
                continue;
            }

            if (options.Length - at < 2 || options[at + 1] > options.Length - at - 2)
            {
                d.Anomalies |= Anomaly.IpBadOptions;
                return;
            }

            if (options[at] == HomeAddress) d.AddressesDiffer = true;
            at += 2 + options[at + 1];
        }
    }

    /// <summary>Nothing follows a mobility header but itself (RFC 6275 section 6.1.1): it is what the packet is about.</summary>
    public static bool Continues(byte kind, byte next) => kind != Mobility || next != NoNext;

    /// <summary>A fragment header with an offset other than 0.</summary>
    public static bool IsLaterFragment(byte kind, ReadOnlySpan<byte> header) =>
        kind == FragmentHeader && BinaryPrimitives.ReadUInt16BigEndian(header[2..]) >> 3 != 0;

    /// <summary>RFC 4302 section 2.2 counts the authentication header in 4-byte words minus two, all others count 8-byte words minus one.</summary>
    public static int Length(byte kind, byte field) => kind switch
    {
        FragmentHeader => 8,
        Authentication => (field + 2) * 4,
        _ => (field + 1) * 8,
    };
}
