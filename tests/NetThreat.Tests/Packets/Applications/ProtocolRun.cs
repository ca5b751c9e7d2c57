using NetThreat.Core.Net;
using NetThreat.Packets.Applications;

namespace NetThreat.Tests.Packets.Applications;

/// <summary>One protocol over one conversation, as the meter does it: asked until it decides, then reading what is there and what follows.</summary>
internal static class ProtocolRun
{
    /// <summary>What the protocol says in the end.</summary>
    public static Recognition Recognize(IApplicationProtocol protocol, FlowPayloads flow) => Run(protocol, flow, null);

    /// <summary>The facts, whatever recognition says: hostile input reaches a reader too.</summary>
    public static Recognition Run(IApplicationProtocol protocol, FlowPayloads flow, IFactSink? facts)
    {
        var (a, b) = (new Side(), new Side());
        var answer = Recognition.NeedMore;
        foreach (var (fromOriginator, data, wireLength) in flow.Pieces)
        {
            var (side, other) = fromOriginator ? (a, b) : (b, a);
            side.Add(flow.Transport, data);
            var payload = Payload(flow, side, other, fromOriginator, wireLength);
            if (answer == Recognition.NeedMore) answer = protocol.Recognize(in payload);
            if (answer == Recognition.No && facts is null) return answer;
            if (answer == Recognition.Yes && facts is null) return answer;
            if (answer == Recognition.Yes)
            {
                // The other side's stream so far is read first.
                if (flow.Transport == IpProtocol.Tcp && !other.Data.IsEmpty && other.Calls == 0) Read(protocol, flow, other, side, !fromOriginator, wireLength, facts!);
                Read(protocol, flow, side, other, fromOriginator, wireLength, facts!);
            }

            side.Note(flow.Transport);
        }

        return answer;
    }

    /// <summary>Lets a protocol read a conversation whether it is its own or not, asking it all the same.</summary>
    /// <param name="random">What changes the payloads; null leaves them as they are.</param>
    public static void Read(IApplicationProtocol protocol, FlowPayloads flow, IFactSink facts, Random? random)
    {
        var (a, b) = (new Side(), new Side());
        foreach (var (fromOriginator, data, wireLength) in flow.Pieces)
        {
            bool swap = random is not null && random.Next(16) == 0;
            var (side, other) = fromOriginator ^ swap ? (a, b) : (b, a);
            byte[] changed = random is null ? data : Mutate(data, random);
            side.Add(flow.Transport, changed);
            var payload = Payload(flow, side, other, fromOriginator ^ swap, random is null ? wireLength : changed.Length);
            _ = protocol.Recognize(in payload);
            Read(protocol, flow, side, other, fromOriginator ^ swap, changed.Length, facts);
            side.Note(flow.Transport);
        }
    }

    private static byte[] Mutate(byte[] data, Random random)
    {
        byte[] changed = [.. data];
        for (int n = random.Next(4); n > 0 && changed.Length > 0; n--)
        {
            int at = random.Next(Math.Min(changed.Length, random.Next(2) == 0 ? 24 : int.MaxValue));
            switch (random.Next(5))
            {
                case 0: changed[at] = (byte)random.Next(256); break;
                case 1: changed[at] = random.Next(2) == 0 ? (byte)0xFF : (byte)0; break;
                case 2: changed[at] ^= (byte)(1 << random.Next(8)); break;
                case 3: changed = changed[..at]; break;
                default: changed = [.. changed[..at], .. changed]; break;
            }
        }

        return changed;
    }

    private static void Read(IApplicationProtocol protocol, FlowPayloads flow, Side side, Side other, bool fromOriginator, int wireLength, IFactSink facts)
    {
        if (side.Done) return;
        var payload = Payload(flow, side, other, fromOriginator, wireLength);
        side.Done = !protocol.Read(in payload, facts);
        side.Calls++;
        side.Seen = side.Data.Length;
    }

    private static Payload Payload(FlowPayloads flow, Side side, Side other, bool fromOriginator, int wireLength)
    {
        bool stream = flow.Transport == IpProtocol.Tcp;
        return new()
        {
            Data = side.Data,
            WireLength = stream ? side.Data.Length : wireLength,
            FromOriginator = fromOriginator,
            Transport = flow.Transport,
            OriginatorPort = flow.OriginatorPort,
            ResponderPort = flow.ResponderPort,
            Seen = stream ? side.Seen : 0,
            Number = side.Number,
            Opposite = stream ? other.Data : other.First,
            Previous = side.Previous,
        };
    }

    private sealed class Side
    {
        private const int Kept = 64;

        private byte[] _data = [];

        public ReadOnlySpan<byte> Data => _data;

        public byte[] First { get; private set; } = [];

        public byte[] Previous { get; private set; } = [];

        public int Seen { get; set; }

        public int Calls { get; set; }

        public int Number { get; private set; }

        public bool Done { get; set; }

        public void Add(byte transport, byte[] data) => _data = transport == IpProtocol.Tcp ? [.. _data, .. data] : data;

        public void Note(byte transport)
        {
            Number++;
            if (transport == IpProtocol.Tcp) return;
            Previous = _data[..Math.Min(Kept, _data.Length)];
            if (First.Length == 0) First = Previous;
        }
    }
}
