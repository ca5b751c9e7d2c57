using NetThreat.Core.Flows;
using NetThreat.Packets.Applications;
using NetThreat.Testing;

namespace NetThreat.Tests.Packets.Applications;

/// <summary>The readers that keep state or parse deeply, over mutations of real conversations: nothing throws, nothing grows.</summary>
public class HandshakeMutationTests
{
    private const int Rounds = 40;

    [DataTheory]
    [InlineData("ssl", "peers/ja4/pcap/tls12.pcap")]
    [InlineData("ssl", "peers/arkime/openssl-tls1_2.pcap")]
    [InlineData("ssl", "peers/arkime/ssl-selfsign.pcap")]
    [InlineData("dtls", "peers/ndpi/pcap/dtls2.pcap")]
    [InlineData("dtls", "peers/ndpi/pcap/dtls_certificate_fragments.pcap")]
    [InlineData("quic", "peers/ndpi/pcap/quic-29.pcap")]
    [InlineData("quic", "peers/ndpi/pcap/quic_frags_ch_in_multiple_packets.pcapng")]
    [InlineData("quic", "peers/ndpi/pcap/gquic.pcap")]
    [InlineData("http", "peers/arkime/http-content-gzip.pcap")]
    [InlineData("http", "peers/ja4/pcap/http1-with-cookies.pcapng")]
    [InlineData("ssh", "peers/ja4/pcap/ssh-r.pcap")]
    [InlineData("ssh", "peers/ja4/pcap/ssh.pcapng")]
    [InlineData("dns", "peers/arkime/dns-wiresharkrepo.pcap")]
    public void No_mutation_is_a_fault(string name, string capture)
    {
        var protocol = ApplicationProtocols.All.Single(p => p.Name == name);
        var flows = FlowPayloads.Of(Data.Path(capture)).Where(f => protocol.Runs(f.Transport) && ProtocolRun.Recognize(protocol, f) == Recognition.Yes).Take(5).ToList();
        Assert.NotEmpty(flows);
        var random = new Random(17);
        foreach (var flow in flows)
        {
            var pieces = flow.Pieces.ToList();
            for (int round = 0; round < Rounds; round++)
            {
                flow.Pieces.Clear();
                flow.Pieces.AddRange(pieces.Select(p => (p.FromOriginator, Mutate(p.Data, random), p.WireLength)));
                var sink = new RecordingSink();
                ProtocolRun.Run(protocol, flow, sink);
                Check(sink);
            }
        }
    }

    private static void Check(RecordingSink sink)
    {
        Assert.InRange(sink.Http.Count, 0, ApplicationFacts.MaxHttpTransactions);
        Assert.All(sink.Http, t => Assert.True((t.Uri?.Length ?? 0) <= ApplicationFacts.MaxText && t.ResponseLength < 1L << 56));
        if (sink.Tls is not { } tls) return;
        Assert.InRange(tls.Alpn.Count, 0, TlsFacts.MaxAlpn);
        Assert.InRange(tls.Certificate?.Names.Count ?? 0, 0, TlsCertificate.MaxNames);
        Assert.InRange(tls.Certificate?.Subject.Length ?? 0, 0, ApplicationFacts.MaxText);
    }

    private static byte[] Mutate(byte[] data, Random random)
    {
        byte[] mutated = [.. data];
        for (int n = random.Next(4); n > 0 && mutated.Length > 0; n--)
        {
            int at = random.Next(3) == 0 ? random.Next(mutated.Length) : random.Next(Math.Min(64, mutated.Length));
            switch (random.Next(5))
            {
                case 0: mutated[at] ^= (byte)(1 << random.Next(8)); break;
                case 1: mutated[at] = random.Next(2) == 0 ? (byte)0 : (byte)0xFF; break;
                case 2: mutated = mutated[..at]; break;
                case 3: mutated = [.. mutated[..at], .. mutated[at..], .. mutated[..at]]; break;
                default: random.NextBytes(mutated.AsSpan(at, Math.Min(8, mutated.Length - at))); break;
            }
        }

        return mutated;
    }
}
