using NetThreat.Packets;

namespace NetThreat.Flows.Tcp;

/// <summary>
/// How well one side's segments got through: repetitions, disorder, stalls and round trips, as seen where the capture stands. A segment
/// is judged by what the sequence space held before it.
/// </summary>
internal struct TcpQuality
{
    /// <summary>Segments whose sequence numbers had all been seen, SYN and FIN included, and their payload bytes.</summary>
    public uint Retransmissions;
    public ulong RetransmittedBytes;

    /// <summary>Segments that filled a hole which later ones had left.</summary>
    public uint OutOfOrder;

    /// <summary>Segments of which a part had been seen and a part not.</summary>
    public uint Overlaps;

    /// <summary>RFC 5681 section 2, without SACK: nothing new acknowledged and the window unchanged while the peer's data is outstanding.</summary>
    public uint DuplicateAcks;
    public uint ZeroWindows;

    /// <summary>RFC 9293 section 3.8.4: at most one byte, one before the next expected.</summary>
    public uint KeepAlives;

    /// <summary>Round trips from this side's data to its acknowledgement, nanoseconds.</summary>
    public uint Samples;
    public long RoundTripMin;
    public ulong RoundTripSum;

    /// <summary>From this side's SYN to its acknowledgement, nanoseconds, where <see cref="HasHandshake"/>.</summary>
    public long Handshake;
    public bool HasHandshake;

    /// <summary>As offered by the SYN.</summary>
    public sbyte WindowScale;
    public bool HasWindowScale;
    public ushort SegmentSize;
    private bool _timing, _timingSyn, _hasAcknowledged, _sent;
    private ushort _window;
    private uint _acknowledged, _timedEnd, _next;
    private long _timedAt;

    /// <param name="self">The sender's.</param>
    /// <param name="peer">The receiver's.</param>
    /// <param name="time">Nanoseconds, never before the flow's packet before.</param>
    /// <param name="endpoint">The sender's place in sequence space before this packet.</param>
    /// <param name="pieces">The sender's data beyond a hole.</param>
    public static void Add(ref TcpQuality self, ref TcpQuality peer, long time, in DecodedPacket p, ReadOnlySpan<byte> frame, in TcpEndpoint endpoint, in TcpPieces pieces)
    {
        var flags = p.Flags;
        bool syn = (flags & TcpFlags.Syn) != 0, rst = (flags & TcpFlags.Rst) != 0;
        if (syn) self.Offer(TcpOptions.Read(in p, frame));
        if (p.Window == 0 && !syn && !rst) self.ZeroWindows++;
        if ((flags & TcpFlags.Ack) != 0)
        {
            if (!syn && !rst && (flags & TcpFlags.Fin) == 0 && p.PayloadLength == 0) self.NoteDuplicate(in p, in peer);
            peer.Acknowledge(p.Acknowledgment, time);
            (self._acknowledged, self._hasAcknowledged) = (p.Acknowledgment, true);
        }

        self._window = p.Window;
        if (!rst) self.Send(time, in p, in endpoint, in pieces);
    }

    private void Offer(TcpOptions options)
    {
        HasWindowScale = options.WindowScale >= 0;
        WindowScale = (sbyte)Math.Min(options.WindowScale, sbyte.MaxValue);
        if (options.SegmentSize > 0) SegmentSize = (ushort)options.SegmentSize;
    }

    private void NoteDuplicate(in DecodedPacket p, in TcpQuality peer)
    {
        if (_hasAcknowledged && p.Acknowledgment == _acknowledged && p.Window == _window && peer._sent && (int)(peer._next - p.Acknowledgment) > 0)
            DuplicateAcks++;
    }

    /// <summary>Ends the round trip under way. Karn's rule: one whose segment was sent again tells nothing (RFC 6298 section 3).</summary>
    private void Acknowledge(uint acknowledgment, long time)
    {
        if (!_timing || (int)(acknowledgment - _timedEnd) < 0) return;
        _timing = false;
        long trip = time - _timedAt;
        if (_timingSyn)
        {
            (Handshake, HasHandshake) = (trip, true);
            return;
        }

        if (Samples == 0 || trip < RoundTripMin) RoundTripMin = trip;
        if (Samples < uint.MaxValue) Samples++;
        RoundTripSum += (ulong)trip;
    }

    private void Send(long time, in DecodedPacket p, in TcpEndpoint endpoint, in TcpPieces pieces)
    {
        bool syn = (p.Flags & TcpFlags.Syn) != 0;
        uint length = (uint)p.PayloadLength + (syn ? 1u : 0) + ((p.Flags & TcpFlags.Fin) != 0 ? 1u : 0);
        uint end = p.Sequence + length;
        bool begins = !_sent || endpoint.State == TcpState.Inactive || (syn && p.Sequence != endpoint.Start);
        if (!begins && length <= 1 && p.PayloadLength == (int)length && p.Sequence == _next - 1)
        {
            KeepAlives++;
            return;
        }

        if (length == 0)
        {
            if (!_sent) (_sent, _next) = (true, end);
            return;
        }

        if (!begins) Judge(in p, in endpoint, in pieces, length);
        if (begins || (int)(end - _next) > 0)
        {
            if (!_timing) (_timing, _timingSyn, _timedEnd, _timedAt) = (true, syn, end, time);
            _next = end;
        }

        _sent = true;
    }

    private void Judge(in DecodedPacket p, in TcpEndpoint endpoint, in TcpPieces pieces, uint length)
    {
        ulong from = endpoint.Relative(p.Sequence, endpoint.Last, endpoint.LastWraps, out bool underflow);
        if (underflow) return;
        bool empty = p.PayloadLength == 0;
        var seen = empty ? ((int)(p.Sequence + length - _next) > 0 ? Coverage.None : Coverage.All) : endpoint.Covers(from, from + (uint)p.PayloadLength, in pieces);
        if (seen == Coverage.All)
        {
            Retransmissions++;
            RetransmittedBytes += (uint)p.PayloadLength;
            // Its acknowledgement may belong to either.
            _timing = false;
        }
        else if (seen == Coverage.Part)
        {
            Overlaps++;
            _timing = false;
        }
        else if ((int)(p.Sequence + length - _next) <= 0)
        {
            OutOfOrder++;
            _timing = false;
        }
    }
}
