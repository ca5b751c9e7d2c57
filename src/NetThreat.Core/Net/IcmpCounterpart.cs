namespace NetThreat.Core.Net;

/// <summary>
/// The responder's "port" of an ICMP flow as Zeek numbers it: the reply type of a request (RFC 792, RFC 950, RFC 1256, RFC 4443,
/// RFC 4861, RFC 2710, RFC 4620, RFC 6275), or the code of a message that has no reply.
/// </summary>
public static class IcmpCounterpart
{
    /// <param name="protocol">ICMP or ICMPv6.</param>
    /// <param name="oneWay">The message has no reply; the result is the code.</param>
    public static uint Of(byte protocol, byte type, byte code, out bool oneWay)
    {
        int counterpart = protocol == IpProtocol.Icmp ? V4(type) : V6(type);
        oneWay = counterpart < 0;
        return oneWay ? code : (uint)counterpart;
    }

    /// <summary>True for a type that has no reply.</summary>
    public static bool IsOneWay(byte protocol, byte type) => (protocol == IpProtocol.Icmp ? V4(type) : V6(type)) < 0;

    private static int V4(byte type) => type switch
    {
        8 => 0,
        0 => 8,
        13 => 14,
        14 => 13,
        15 => 16,
        16 => 15,
        10 => 9,
        9 => 10,
        17 => 18,
        18 => 17,
        _ => -1,
    };

    private static int V6(byte type) => type switch
    {
        128 => 129,
        129 => 128,
        133 => 134,
        134 => 133,
        135 => 136,
        136 => 135,
        130 => 131,
        131 => 130,
        139 => 140,
        140 => 139,
        144 => 145,
        145 => 144,
        _ => -1,
    };
}
