using NetThreat.Core.Flows;

namespace NetThreat.Packets.Network;

/// <summary>The checksum of an IPv4 header.</summary>
internal static class HeaderChecksum
{
    public static void Check(ReadOnlySpan<byte> header, ref DecodedPacket d)
    {
        // Zero in its field is what offloading leaves: the sum over a header is never zero, so no sender writes 0 into it for a reason.
        if (InternetChecksum.Fold(InternetChecksum.Sum(header)) != InternetChecksum.Good && (header[10] | header[11]) != 0)
            d.Anomalies |= Anomaly.BadIpChecksum;
    }
}
