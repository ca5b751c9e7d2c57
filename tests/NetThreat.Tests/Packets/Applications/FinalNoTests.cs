using NetThreat.Core.Net;
using NetThreat.Packets.Applications;
using NetThreat.Testing;
using Xunit.Abstractions;

namespace NetThreat.Tests.Packets.Applications;

/// <summary>A No is final: what a protocol recognises in the end it has never denied of the first byte, which alone decides who is asked.</summary>
public class FinalNoTests(ITestOutputHelper output)
{
    [DataTheory]
    [InlineData("peers/ndpi/pcap")]
    [InlineData("peers/arkime")]
    [InlineData("peers/zeek/Traces")]
    public void The_first_byte_of_a_stream_does_not_deny_its_protocol(string folder)
    {
        var denied = new HashSet<string>();
        int streams = 0;
        foreach (string capture in Directory.EnumerateFiles(Data.Path(folder), "*", SearchOption.AllDirectories).Where(f => Path.GetExtension(f) is ".pcap" or ".pcapng" or ".cap" or ".trace"))
        {
            foreach (var flow in Flows(capture).Where(f => f.Transport == IpProtocol.Tcp && f.Pieces.Count > 0))
            {
                streams++;
                foreach (var protocol in ApplicationProtocols.Over(IpProtocol.Tcp).Where(p => Denies(p, flow) && ProtocolRun.Recognize(p, flow) == Recognition.Yes))
                    denied.Add($"{protocol.Name}: 0x{flow.Pieces[0].Data[0]:X2} in {Path.GetFileName(capture)}");
            }
        }

        foreach (string line in denied) output.WriteLine(line);
        Assert.True(streams > 10, "too few streams to say anything");
        Assert.Empty(denied);
    }

    private static bool Denies(IApplicationProtocol protocol, FlowPayloads flow)
    {
        var payload = new Payload
        {
            Data = flow.Pieces[0].Data.AsSpan(0, 1),
            WireLength = 1,
            FromOriginator = flow.Pieces[0].FromOriginator,
            Transport = flow.Transport,
            OriginatorPort = flow.OriginatorPort,
            ResponderPort = flow.ResponderPort,
        };
        return protocol.Recognize(in payload) == Recognition.No;
    }

    private static List<FlowPayloads> Flows(string capture)
    {
        try
        {
            return FlowPayloads.Of(capture);
        }
        catch (NetThreat.Core.Packets.CaptureException)
        {
            return [];
        }
    }
}
