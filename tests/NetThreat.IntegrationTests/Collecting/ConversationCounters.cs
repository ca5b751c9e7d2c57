using NetThreat.Capture.Files;
using NetThreat.Core.Flows;
using NetThreat.Core.Net;
using NetThreat.Core.Packets;
using NetThreat.Flows;

namespace NetThreat.IntegrationTests.Collecting;

/// <summary>Packets and bytes by conversation, whoever began it and however it was cut.</summary>
internal static class ConversationCounters
{
    public static Dictionary<string, (long Packets, long Bytes)> OfCapture(string capture)
    {
        var records = new List<FlowRecord>();
        using var source = CaptureFile.Open(capture);
        using var meter = new FlowMeter(new MeterOptions(), new("s", "o"), records.Add, "test");
        var batch = new PacketBatch();
        while (source.Read(batch, default)) meter.Process(batch);
        meter.Finish();
        return Of(records);
    }

    public static Dictionary<string, (long Packets, long Bytes)> Of(IEnumerable<FlowRecord> records) => records
        .Where(r => r.Key.Protocol is IpProtocol.Tcp or IpProtocol.Udp)
        .GroupBy(r => Name(r.Key))
        .ToDictionary(g => g.Key, g => (g.Sum(r => r.Delta.Packets), g.Sum(r => r.Delta.IpBytes)));

    private static string Name(in FlowKey k)
    {
        string a = $"{k.Originator} {k.OriginatorPort}", b = $"{k.Responder} {k.ResponderPort}";
        return string.CompareOrdinal(a, b) <= 0 ? $"{k.Protocol} {a} {b}" : $"{k.Protocol} {b} {a}";
    }
}
