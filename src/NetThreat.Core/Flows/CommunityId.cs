using System.Buffers.Binary;
using System.Security.Cryptography;
using NetThreat.Core.Net;

namespace NetThreat.Core.Flows;

/// <summary>
/// Community ID version 1: "1:" and the base64 of SHA-1 over seed, ordered endpoints, protocol and ports, so that tools can join their
/// records of one flow. ICMP takes type and reply type (or code) as ports, and a message without a reply keeps its direction.
/// </summary>
public static class CommunityId
{
    /// <summary>Characters of every id.</summary>
    public const int Length = 30;

    private const byte Sctp = 132;

    public static string Of(in FlowKey key, ushort seed = 0)
    {
        Span<byte> text = stackalloc byte[Length];
        Write(key, seed, text);
        return System.Text.Encoding.ASCII.GetString(text);
    }

    /// <summary>Writes the id as ASCII.</summary>
    /// <param name="destination">At least <see cref="Length"/> bytes.</param>
    public static void Write(in FlowKey key, ushort seed, Span<byte> destination)
    {
        bool icmp = key.Protocol is IpProtocol.Icmp or IpProtocol.IcmpV6;
        bool keep = icmp && IcmpCounterpart.IsOneWay(key.Protocol, (byte)key.OriginatorPort);
        int order = key.Originator.CompareTo(key.Responder);
        bool swap = !keep && (order > 0 || (order == 0 && key.OriginatorPort > key.ResponderPort));
        var (a, b) = swap ? (key.Responder, key.Originator) : (key.Originator, key.Responder);
        Span<byte> input = stackalloc byte[40];
        BinaryPrimitives.WriteUInt16BigEndian(input, seed);
        int n = 2;
        n += Put(a, input[n..]);
        n += Put(b, input[n..]);
        input[n++] = key.Protocol;
        input[n++] = 0;
        if (icmp || key.Protocol is IpProtocol.Tcp or IpProtocol.Udp or Sctp)
        {
            BinaryPrimitives.WriteUInt16BigEndian(input[n..], swap ? key.ResponderPort : key.OriginatorPort);
            BinaryPrimitives.WriteUInt16BigEndian(input[(n + 2)..], swap ? key.OriginatorPort : key.ResponderPort);
            n += 4;
        }

        Span<byte> digest = stackalloc byte[20];
#pragma warning disable CA5350 // The scheme is defined on SHA-1; the id joins records and protects nothing.
        SHA1.HashData(input[..n], digest);
#pragma warning restore CA5350
        "1:"u8.CopyTo(destination);
        System.Buffers.Text.Base64.EncodeToUtf8(digest, destination[2..], out _, out _);
    }

    private static int Put(Address address, Span<byte> destination)
    {
        if (address.IsV4)
        {
            BinaryPrimitives.WriteUInt32BigEndian(destination, address.ToV4());
            return 4;
        }

        address.CopyTo(destination);
        return 16;
    }
}
