using NetThreat.Simulation.Engine;
using NetThreat.Simulation.Frames;
using NetThreat.Simulation.Messages;
using NetThreat.Core.Randomness;

namespace NetThreat.Simulation.Traffic;

/// <summary>How a server takes a connection.</summary>
internal enum ConnectOutcome
{
    Accepted,
    Refused,
    Unanswered,
}

/// <summary>
/// One TCP connection as a tap between both sides sees it (RFC 9293): handshake, data in bursts of a growing congestion window with an
/// acknowledgement for every second segment (RFC 5681 section 4.2), now and then a segment that is lost behind the tap and sent again.
/// The methods are parts of one process and advance <see cref="Clock"/>, the time at the tap.
/// </summary>
internal sealed class TcpConversation(Simulator simulator, Endpoint client, Endpoint server, Xoshiro256 random)
{
    private const double LossPerSegment = 0.0005;
    private const int InitialWindow = 10, MaxWindow = 64;
    private static readonly TimeSpan SegmentGap = TimeSpan.FromMicroseconds(12);
    private readonly TcpSide _client = new(client, random), _server = new(server, random);
    private readonly bool _timestamps = client.Host.Stack.Timestamps && server.Host.Stack.Timestamps;

    public TimeSpan Clock { get; private set; } = simulator.Now;

    private int SegmentSize => (client.Address.IsV4 ? 1460 : 1440) - (_timestamps ? 12 : 0);

    /// <summary>The three-way handshake, or its failure: a reset, or three SYNs (RFC 6298: one second, then doubled) that nobody answers.</summary>
    public IEnumerable<TimeSpan> Connect(ConnectOutcome outcome)
    {
        int attempts = outcome == ConnectOutcome.Unanswered ? 3 : 1;
        for (int i = 0; i < attempts; i++)
        {
            yield return Clock;
            Segment(_client, _server, TcpFlag.Syn, _client.Next);
            if (outcome == ConnectOutcome.Unanswered) Clock += TimeSpan.FromSeconds(1 << i);
        }

        if (outcome == ConnectOutcome.Unanswered) yield break;
        _client.Next++;
        _server.Expected = _client.Next;
        yield return Clock += _server.RoundTrip;
        if (outcome == ConnectOutcome.Refused)
        {
            Segment(_server, _client, TcpFlag.Rst | TcpFlag.Ack, 0);
            yield break;
        }

        Segment(_server, _client, TcpFlag.Syn | TcpFlag.Ack, _server.Next++);
        _client.Expected = _server.Next;
        yield return Clock += _client.RoundTrip;
        Segment(_client, _server, TcpFlag.Ack, _client.Next);
    }

    /// <summary>Sends a payload after a pause and has it acknowledged.</summary>
    public IEnumerable<TimeSpan> Send(bool fromClient, Payload payload, TimeSpan pause)
    {
        var (sender, receiver) = fromClient ? (_client, _server) : (_server, _client);
        Clock += pause;
        int window = InitialWindow;
        for (long offset = 0; offset < payload.Length; window = Math.Min(2 * window, MaxWindow))
        {
            int count = (int)Math.Min(payload.Length - offset, (long)window * SegmentSize);
            var next = Clock + receiver.RoundTrip + sender.RoundTrip;
            foreach (var time in Burst(sender, receiver, payload, offset, count)) yield return Clock = time;
            offset += count;
            if (offset < payload.Length && next > Clock) Clock = next;
        }
    }

    /// <summary>FIN, FIN and the last acknowledgement.</summary>
    public IEnumerable<TimeSpan> Close(bool fromClient, TimeSpan pause)
    {
        var (first, second) = fromClient ? (_client, _server) : (_server, _client);
        yield return Clock += pause;
        Segment(first, second, TcpFlag.Fin | TcpFlag.Ack, first.Next++);
        second.Expected = first.Next;
        yield return Clock += second.RoundTrip;
        Segment(second, first, TcpFlag.Fin | TcpFlag.Ack, second.Next++);
        first.Expected = second.Next;
        yield return Clock += first.RoundTrip;
        Segment(first, second, TcpFlag.Ack, first.Next);
    }

    /// <summary>A reset.</summary>
    public IEnumerable<TimeSpan> Abort(bool fromClient, TimeSpan pause)
    {
        var (first, second) = fromClient ? (_client, _server) : (_server, _client);
        yield return Clock += pause;
        Segment(first, second, TcpFlag.Rst | TcpFlag.Ack, first.Next);
    }

    private IEnumerable<TimeSpan> Burst(TcpSide sender, TcpSide receiver, Payload payload, long offset, int count)
    {
        var start = Clock;
        uint first = sender.Next;
        int size = SegmentSize, segments = (count + size - 1) / size;
        int lost = random.Chance(LossPerSegment * segments) ? random.Next(segments) : -1;
        for (int sent = 0, acknowledged = 0; acknowledged < segments;)
        {
            int upTo = Math.Min(acknowledged + 2, segments);
            var segmentAt = start + sent * SegmentGap;
            var acknowledgeAt = start + (upTo - 1) * SegmentGap + receiver.RoundTrip;
            if (sent < segments && segmentAt <= acknowledgeAt)
            {
                yield return segmentAt;
                Data(sender, receiver, payload, offset, first, sent++, count);
                continue;
            }

            yield return acknowledgeAt;
            acknowledged = upTo;
            int inOrder = lost >= 0 && lost < acknowledged ? lost : acknowledged;
            receiver.Expected = first + (uint)Math.Min(count, inOrder * size);
            Segment(receiver, sender, TcpFlag.Ack, receiver.Next);
        }

        sender.Next = first + (uint)count;
        if (lost < 0) yield break;
        yield return Clock + sender.RoundTrip;
        Data(sender, receiver, payload, offset, first, lost, count);
        yield return Clock + receiver.RoundTrip;
        receiver.Expected = sender.Next;
        Segment(receiver, sender, TcpFlag.Ack, receiver.Next);
    }

    private void Data(TcpSide sender, TcpSide receiver, Payload payload, long offset, uint first, int segment, int count)
    {
        int at = segment * SegmentSize, length = Math.Min(SegmentSize, count - at);
        bool push = offset + at + length == payload.Length;
        Segment(sender, receiver, (byte)(TcpFlag.Ack | (push ? TcpFlag.Psh : 0)), first + (uint)at, payload, offset + at, length);
    }

    private void Segment(TcpSide from, TcpSide to, byte flags, uint sequence, Payload? payload = null, long offset = 0, int count = 0)
    {
        bool syn = (flags & TcpFlag.Syn) != 0, acknowledges = (flags & TcpFlag.Ack) != 0, resetsNothing = (flags & TcpFlag.Rst) != 0 && sequence == 0;
        bool timestamps = !resetsNothing && (syn && !acknowledges ? from.Stack.Timestamps : _timestamps);
        var options = from.Options(flags, timestamps, acknowledges ? to.TimestampValue : 0, simulator.Now);
        ushort window = resetsNothing ? (ushort)0 : from.Window(flags);
        TcpHeader header = new(sequence, acknowledges ? from.Expected : 0, flags, window);
        simulator.Send().Tcp(from.Endpoint, to.Endpoint, header, options, payload, offset, count);
    }
}
