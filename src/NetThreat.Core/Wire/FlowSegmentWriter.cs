using NetThreat.Core.Flows;

namespace NetThreat.Core.Wire;

/// <summary>Writes a flow record as the message <c>FlowSegment</c>.</summary>
internal static class FlowSegmentWriter
{
    public static void Write(ref WireWriter w, FlowRecord r)
    {
        WriteFacts(ref w, r);
        WriteFeatures(ref w, r);
    }

    /// <summary>Everything but the feature row.</summary>
    public static void WriteFacts(ref WireWriter w, FlowRecord r)
    {
        w.Id(1, r.Id);
        w.Address(2, r.Key.Originator);
        w.Address(3, r.Key.Responder);
        w.UInt(4, (uint)(r.Key.OriginatorPort << 16 | r.Key.ResponderPort));
        w.UInt(5, r.Key.Protocol);
        w.UInt(6, (uint)r.Segment);
        w.Bool(7, r.Final);
        w.UInt(8, (byte)r.EndReason);
        w.SInt(9, r.Start.Nanoseconds);
        w.SInt(10, unchecked(r.End.Nanoseconds - r.Start.Nanoseconds));
        w.SInt(11, unchecked(r.Time.Nanoseconds - r.Start.Nanoseconds));
        if (r.Delta.Originator != default) Direction(ref w, 12, r.Delta.Originator);
        if (r.Delta.Responder != default) Direction(ref w, 13, r.Delta.Responder);
        if (r.Total.Originator != r.Delta.Originator) Direction(ref w, 14, r.Total.Originator);
        if (r.Total.Responder != r.Delta.Responder) Direction(ref w, 15, r.Total.Responder);
        w.UInt(16, (byte)r.State);
        w.Text(17, r.History);
        w.UInt(18, r.Vlan);
        w.Bool(19, r.DirectionDoubtful);
        if (r.Application is { } facts) ApplicationWriter.Write(ref w, 20, facts);
        w.UInt(22, (uint)r.FeatureSchema);
        if (r.Parent != default) w.Id(23, r.Parent);
        w.UInt(24, (byte)r.Tunnel);
        w.UInt(25, (ulong)r.Anomalies);
        if (r.Sequence is { } sequence) Sequence(ref w, sequence);
        w.UInt(27, (uint)r.IcmpErrors);
        w.UInt(28, (uint)r.LastIcmpError);
        if (r.Foreign is { } foreign) ForeignCodec.Write(ref w, 30, foreign);
    }

    /// <summary>The feature row, the last field.</summary>
    public static void WriteFeatures(ref WireWriter w, FlowRecord r)
    {
        if (r.Features is { } features) w.Doubles(21, features);
    }

    private static void Direction(ref WireWriter w, int field, DirectionCounters c)
    {
        int mark = w.Open(field);
        w.Count(1, c.Packets);
        w.Count(2, c.IpBytes);
        w.Count(3, c.PayloadBytes);
        w.Close(mark);
    }

    private static void Sequence(ref WireWriter w, PacketSequence sequence)
    {
        int mark = w.Open(26);
        w.PackedSInts(1, sequence.Lengths);
        w.PackedUInts(2, sequence.Gaps);
        w.Bytes(3, sequence.Flags);
        w.Close(mark);
    }
}
