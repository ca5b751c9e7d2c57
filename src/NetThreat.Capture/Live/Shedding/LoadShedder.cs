using NetThreat.Core.Packets;
using NetThreat.Packets;

namespace NetThreat.Capture.Live.Shedding;

/// <summary>
/// Leaves out later packets of flows that have many while the capture's buffer is filling up. Never left out: what begins or ends a TCP
/// connection, a flow's first packets (of the innermost conversation), fragments, and what has no conversation. The last packet of a flow before
/// its first that is left out carries <see cref="PacketFlags.Thinned"/>, so that the flow's counters say that they are lower bounds. What is
/// left out depends on the packets and the pressure alone.
/// </summary>
public sealed class LoadShedder
{
    /// <summary>As deep as the meter follows.</summary>
    private const int MaxTunnelDepth = 4;

    private readonly SheddingOptions _options;
    private readonly FlowPacketCounts _counts;
    private PacketBatch _kept = new();
    private bool _counting;

    /// <exception cref="ArgumentException">The options are not usable; the message has every fault.</exception>
    public LoadShedder(SheddingOptions options, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.Validate() is { Count: > 0 } faults) throw new ArgumentException(string.Join("; ", faults), nameof(options));
        _options = options;
        _counts = new(options.Flows, seed);
    }

    /// <summary>Packets are being left out now.</summary>
    public bool IsShedding { get; private set; }

    /// <summary>Packets left out so far.</summary>
    public long Packets { get; private set; }

    /// <summary>Their bytes on the wire.</summary>
    public long Bytes { get; private set; }

    /// <summary>How often shedding began.</summary>
    public long Episodes { get; private set; }

    /// <summary>What is to be metered of a batch.</summary>
    /// <param name="pressure">The share of the capture's buffer that waits, 0 to 1.</param>
    /// <returns>The batch itself, or one that is good until the next call.</returns>
    public PacketBatch Filter(PacketBatch batch, double pressure)
    {
        ArgumentNullException.ThrowIfNull(batch);
        Watch(pressure);
        return _counting ? Kept(batch, IsShedding ? Limit(pressure) : int.MaxValue) : batch;
    }

    private int Limit(double pressure) => pressure > _options.HardAbove ? _options.HardKeepPackets : _options.KeepPackets;

    /// <summary>Flows are counted from the lower mark on, so that the counts mean something when the upper one is passed.</summary>
    private void Watch(double pressure)
    {
        if (!_options.Enabled) return;
        if (pressure <= _options.Below)
        {
            _counting = IsShedding = false;
            return;
        }

        if (!_counting) _counts.Clear();
        _counting = true;
        if (IsShedding || pressure <= _options.Above) return;
        IsShedding = true;
        Episodes++;
    }

    private PacketBatch Kept(PacketBatch batch, int limit)
    {
        if (_kept.Capacity < batch.Count) _kept = new(batch.Capacity);
        _kept.Clear();
        foreach (ref readonly var packet in batch.Packets)
        {
            if (Number(in packet, out int place) < limit) _kept.Add(packet);
            else if (_counts.Note(place)) _kept.Add(packet.With(PacketFlags.Thinned));
            else Leave(in packet);
        }

        return _kept;
    }

    private void Leave(in CapturedPacket packet)
    {
        Packets++;
        Bytes += packet.WireLength;
    }

    /// <summary>The packet's number in its flow; 0 for what is always kept.</summary>
    private int Number(in CapturedPacket packet, out int place)
    {
        place = 0;
        var decoded = default(DecodedPacket);
        if (PacketDecoder.Decode(in packet, ref decoded, verifyChecksums: false) != DecodeOutcome.Flow || decoded.Fragment != FragmentPart.None) return 0;
        for (int depth = 1; decoded.Inner != InnerLayer.None && depth <= MaxTunnelDepth; depth++)
        {
            var outer = decoded;
            if (PacketDecoder.DecodeInner(in packet, in outer, ref decoded) != DecodeOutcome.Flow) return 0;
        }

        int number = _counts.Add(in decoded, out place);
        return (decoded.Flags & (TcpFlags.Syn | TcpFlags.Fin | TcpFlags.Rst)) != 0 && decoded.Protocol == Core.Net.IpProtocol.Tcp ? 0 : number;
    }
}
