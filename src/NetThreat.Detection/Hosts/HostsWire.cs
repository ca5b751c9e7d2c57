using Google.Protobuf;
using NetThreat.Core.Net;
using NetThreat.Core.Time;
using NetThreat.Core.Wire;

namespace NetThreat.Detection.Hosts;

/// <summary>Reads and writes the messages of the <c>hosts</c> topic.</summary>
internal static class HostsWire
{
    public static ByteString Bytes(Address address)
    {
        Span<byte> b = stackalloc byte[16];
        address.CopyTo(b);
        return ByteString.CopyFrom(b);
    }

    public static HostPartial Partial(SiteHost host, Timestamp interval, ResponderSummary summary) =>
        new() { Site = host.Site, Host = Bytes(host.Address), IntervalNs = interval.Nanoseconds, Responder = summary.ToWire() };

    public static bool TryRead(HostPartial partial, out SiteHost host, out Timestamp interval, out ResponderSummary summary)
    {
        host = default;
        interval = new(partial.IntervalNs);
        summary = partial.Responder is null ? null! : ResponderSummary.TryRead(partial.Responder)!;
        if (summary is null || partial.Host.Length != 16) return false;
        host = new(partial.Site, Address.FromBytes(partial.Host.Span));
        return true;
    }

    /// <summary>Null when the bytes are not such a message.</summary>
    public static HostsMessage? TryParse(ReadOnlyMemory<byte> payload, out string? error)
    {
        try
        {
            error = null;
            var m = HostsMessage.Parser.ParseFrom(payload.Span);
            if (m.SourcePartition < m.SourcePartitions) return m;
            error = "source partition outside its topic";
        }
        catch (InvalidProtocolBufferException e)
        {
            error = e.Message;
        }
        return null;
    }
}
