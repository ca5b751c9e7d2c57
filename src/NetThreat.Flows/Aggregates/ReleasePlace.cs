using NetThreat.Core.Flows;
using NetThreat.Core.Time;

namespace NetThreat.Flows.Aggregates;

/// <summary>Where a flow's first record stands in the order in which records leave the meter.</summary>
internal readonly record struct ReleasePlace(Timestamp Time, Timestamp Start, FlowKey Key) : IComparable<ReleasePlace>
{
    public int CompareTo(ReleasePlace other)
    {
        int c = Time.CompareTo(other.Time);
        if (c == 0) c = Start.CompareTo(other.Start);
        if (c == 0) c = Key.Originator.CompareTo(other.Key.Originator);
        if (c == 0) c = Key.Responder.CompareTo(other.Key.Responder);
        return c != 0 ? c : Ports(Key).CompareTo(Ports(other.Key));
    }

    private static ulong Ports(in FlowKey key) => (ulong)key.Protocol << 32 | (ulong)key.OriginatorPort << 16 | key.ResponderPort;
}
