using NetThreat.Core.Flows;

namespace NetThreat.Packets.Network;

/// <summary>IPv4 options (RFC 791 section 3.1).</summary>
internal static class IPv4Options
{
    private const byte End = 0, NoOperation = 1, LooseSourceRoute = 131, StrictSourceRoute = 137, RouterAlert = 148;

    /// <summary>Type, length and pointer of a source route; addresses follow.</summary>
    private const int RouteHeader = 3;

    public static void Walk(ReadOnlySpan<byte> options, ref DecodedPacket d)
    {
        for (int at = 0; at < options.Length;)
        {
            byte type = options[at];
            if (type == End) return;
            if (type == NoOperation)
            {
                at++;
                continue;
            }

            int length = at + 1 < options.Length ? options[at + 1] : 0;
            if (length < 2 || length > options.Length - at)
            {
                d.Anomalies |= Anomaly.IpBadOptions;
                return;
            }

            if (type is LooseSourceRoute or StrictSourceRoute) SourceRoute(options.Slice(at, length), ref d);
            else if (type != RouterAlert) d.Anomalies |= Anomaly.IpOptions;
            at += length;
        }
    }

    /// <summary>Until the route is exhausted the header's destination is the next hop's, and the last address the real one.</summary>
    private static void SourceRoute(ReadOnlySpan<byte> option, ref DecodedPacket d)
    {
        d.Anomalies |= Anomaly.SourceRoute;
        if (option.Length < RouteHeader) d.Anomalies |= Anomaly.IpBadOptions;
        else if (option[2] <= option.Length) d.AddressesDiffer = true;
    }
}
