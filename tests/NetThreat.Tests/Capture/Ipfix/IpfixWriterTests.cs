using System.Diagnostics;
using NetThreat.Capture.Collector;
using NetThreat.Capture.Files;
using NetThreat.Capture.Ipfix;
using NetThreat.Core.Flows;
using NetThreat.Core.Net;
using NetThreat.Core.Packets;
using NetThreat.Flows;
using NetThreat.Testing;
using NetThreat.Tests.Simulation;

namespace NetThreat.Tests.Capture.Ipfix;

/// <summary>Our own flows as IPFIX, read back by our own collector and by tshark.</summary>
public class IpfixWriterTests
{
    [DataTheory]
    [InlineData(IpfixWriter.FileSize)]
    [InlineData(IpfixWriter.DatagramSize)]
    public void What_is_written_is_read_back(int maxMessage)
    {
        var flows = Flows(Capture);
        var back = Collect(Messages(flows, maxMessage));

        Assert.Equal(flows.Count, back.Count);
        Assert.True(flows.Count > 50);
        foreach (var (ours, theirs) in flows.Zip(back))
        {
            Assert.Equal((ours.Key, ours.Total.Originator.IpBytes, ours.Total.Originator.Packets), (theirs.Key, theirs.Total.Originator.IpBytes, theirs.Total.Originator.Packets));
            Assert.Equal((ours.Total.Responder.IpBytes, ours.Total.Responder.Packets), (theirs.Total.Responder.IpBytes, theirs.Total.Responder.Packets));
            Assert.Equal((ours.Start, ours.End, ours.Vlan), (theirs.Start, theirs.End, theirs.Vlan));
            Assert.Equal(ours.Application?.Service, theirs.Foreign!.Application is { Length: > 0 } name ? name : null);
            if (ours.Key.Protocol == IpProtocol.Tcp && ours.State is ConnState.SF or ConnState.S0 or ConnState.REJ) Assert.Equal(ours.State, theirs.State);
        }
    }

    [DataFact]
    public void Messages_keep_their_size_and_number_their_records()
    {
        var flows = Flows(Capture);
        var messages = Messages(flows, IpfixWriter.DatagramSize);
        Assert.All(messages, m => Assert.InRange(m.Length, 20, IpfixWriter.DatagramSize));
        var decoded = new NetThreat.Tests.Conformance.CollectedRecords();
        foreach (byte[] m in messages) Assert.True(decoded.Decoder.Decode(m, default, 0));
        var domain = Assert.Single(decoded.Decoder.Domains.All);
        domain.Sequence.Settle();
        Assert.Equal((flows.Count, 0, 0, 0), (domain.Records, domain.Sequence.Lost, domain.Restarts, domain.Malformed));
    }

    [TsharkFact]
    public void Tshark_reads_the_same_numbers()
    {
        var flows = Flows(Capture);
        string path = Path.Combine(Directory.CreateTempSubdirectory("netthreat-ipfix").FullName, "flows.ipfix");
        try
        {
            using (var file = File.Create(path))
                foreach (byte[] m in Messages(flows, IpfixWriter.FileSize)) file.Write(m);
            var run = new ProcessStartInfo("tshark") { RedirectStandardOutput = true, RedirectStandardError = true };
            foreach (string a in (string[])["-r", path, "-T", "fields", "-e", "cflow.octets", "-e", "cflow.packets", "-E", "aggregator=,"]) run.ArgumentList.Add(a);
            using var tshark = Process.Start(run)!;
            string[] lines = tshark.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
            tshark.WaitForExit();
            var octets = lines.SelectMany(l => l.Split('\t')[0].Split(',', StringSplitOptions.RemoveEmptyEntries)).Sum(long.Parse);
            var packets = lines.SelectMany(l => l.Split('\t')[1].Split(',', StringSplitOptions.RemoveEmptyEntries)).Sum(long.Parse);
            Assert.Equal((flows.Sum(f => f.Total.IpBytes), flows.Sum(f => f.Total.Packets)), (octets, packets));
        }
        finally
        {
            Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
        }
    }

    private static string Capture => Directory.GetFiles(Data.Path("pcaps/benign"), "*.pcap*").Order(StringComparer.Ordinal).First();

    private static List<FlowRecord> Flows(string capture)
    {
        var records = new List<FlowRecord>();
        using var source = CaptureFile.Open(capture);
        using var meter = new FlowMeter(new MeterOptions(), new("s", "o"), r =>
        {
            if (r.Final) records.Add(r);
        }, "test");
        var batch = new PacketBatch();
        while (source.Read(batch, default)) meter.Process(batch);
        meter.Finish();
        return records;
    }

    private static List<byte[]> Messages(List<FlowRecord> flows, int maxMessage)
    {
        var messages = new List<byte[]>();
        var writer = new IpfixWriter(m => messages.Add(m.ToArray()), maxMessage);
        foreach (var f in flows) writer.Write(f, f.Application);
        writer.Flush();
        Assert.Equal(flows.Count, writer.Records);
        return messages;
    }

    private static List<FlowRecord> Collect(List<byte[]> messages)
    {
        var records = new List<FlowRecord>();
        using var stream = new MemoryStream([.. messages.SelectMany(m => m)]);
        using var source = new IpfixFileSource(stream, "test");
        using var collector = new FlowCollector(new() { PairingWindow = TimeSpan.Zero, ClockTolerance = TimeSpan.FromDays(1000) }, records.Add, "test/run");
        var batch = new DatagramBatch();
        while (source.Read(batch, default))
            for (int i = 0; i < batch.Count; i++) collector.Take(batch.Bytes(i), batch.Exporter(i), batch.Received(i));
        collector.Finish();
        return records;
    }
}
