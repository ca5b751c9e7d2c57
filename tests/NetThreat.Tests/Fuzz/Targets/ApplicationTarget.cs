using NetThreat.Core.Net;
using NetThreat.Core.Packets;
using NetThreat.Packets.Applications;
using NetThreat.Testing.Fuzz;

namespace NetThreat.Tests.Fuzz.Targets;

/// <summary>Every application protocol: a stream that grows, or datagrams, whether it recognised them or not.</summary>
internal sealed class ApplicationTarget : IFuzzTarget
{
    public string Name => "application";

    public int Share => 10;

    public long MaxAllocation => 4 << 20;

    public bool KeepsState => false;

    public IReadOnlyList<ushort> Kinds { get; } = [IpProtocol.Tcp, IpProtocol.Udp];

    public IReadOnlyList<FuzzInput> Seeds(IReadOnlyList<FuzzInput> packets) => SeedPackets.Payloads(packets);

    public void Run(in CapturedPacket input, ref FuzzRandom random)
    {
        byte transport = (byte)input.LinkType;
        foreach (var protocol in ApplicationProtocols.All)
        {
            if (!protocol.Runs(transport)) continue;
            ushort port = protocol.Ports.Count > 0 && random.OneIn(2) ? protocol.Ports[random.Below(protocol.Ports.Count)] : (ushort)random.Next();
            bool forced = random.OneIn(8);
            Ask(protocol, in input, transport, port, forced, ref random);
        }
    }

    private static void Ask(IApplicationProtocol protocol, in CapturedPacket input, byte transport, ushort port, bool forced, ref FuzzRandom random)
    {
        var sink = new CountingSink();
        bool stream = transport == IpProtocol.Tcp;
        int seen = 0, limit = stream ? Math.Min(input.Length, protocol.StreamLimit) : input.Length;
        for (int call = 0; call < 3; call++)
        {
            int end = stream && call < 2 ? seen + random.Below(limit - seen + 1) : limit;
            // The data ends where memory ends only in the last call: shorter ones are cut within it.
            var data = stream ? input.Data[..end] : input.Data[(input.Length - Math.Min(input.Length, call == 0 ? limit : random.Below(limit + 1)))..];
            var payload = new Payload
            {
                Data = data,
                WireLength = stream ? data.Length : data.Length + random.Below(4),
                FromOriginator = random.OneIn(2),
                Transport = transport,
                OriginatorPort = (ushort)random.Next(),
                ResponderPort = port,
                Seen = stream ? seen : 0,
                Number = call,
                Opposite = random.OneIn(4) ? input.Data : default,
            };
            if (protocol.Recognize(in payload) == Recognition.Yes || forced) protocol.Read(in payload, sink);
            if (stream) seen = end;
        }
    }

    private sealed class CountingSink : IFactSink
    {
        private const int MaxFacts = 100_000;

        private int _facts;

        public object? Memory { get; set; }

        public void Text(string name, ReadOnlySpan<byte> value) => Count(name);

        public void Text(string name, string value) => Count(name);

        public void Number(string name, long value) => Count(name);

        private void Count(string name)
        {
            if (name.Length == 0) throw new FuzzFaultException("a fact without a name");
            if (++_facts > MaxFacts) throw new FuzzFaultException("more facts than bytes can hold");
        }
    }
}
