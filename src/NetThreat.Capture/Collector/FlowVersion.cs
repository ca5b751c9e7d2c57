namespace NetThreat.Capture.Collector;

/// <summary>The protocols that carry flow records, by the version number that stands first in a datagram (sFlow: one of ours).</summary>
internal enum FlowVersion : byte
{
    None = 0,
    NetFlow5 = 5,
    NetFlow7 = 7,
    NetFlow9 = 9,
    Ipfix = 10,
    SFlow5 = 105,
}
