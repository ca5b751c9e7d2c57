using NetThreat.Capture.Logs;
using NetThreat.Core.Packets;
using NetThreat.Core.Time;
using NetThreat.Testing;
using NetThreat.Testing.Fuzz;

namespace NetThreat.Tests.Fuzz.Targets;

/// <summary>Lines of Zeek's logs and of Suricata's EVE, headers among them, to rows and flows.</summary>
internal sealed class LogTarget : IFuzzTarget, IDisposable
{
    private const int MaxSeeds = 1000, MaxLine = 8192;

    private static readonly string[] Made =
    [
        "#separator \\x09", "#fields\tts\tuid\tid.orig_h\tid.orig_p\tid.resp_h\tid.resp_p\tproto\tduration", "#path\tconn", "#unset_field\t-",
        "1.5\tC1\t10.0.0.1\t1\t10.0.0.2\t80\ttcp\t-",
        """{"ts":1.5,"uid":"C1","id.orig_h":"10.0.0.1","id.orig_p":1,"id.resp_h":"10.0.0.2","id.resp_p":80,"proto":"tcp","duration":2.5,"orig_bytes":3,"history":"ShADadFf"}""",
        """{"timestamp":"2017-04-07T22:24:37.251547+0100","flow_id":1,"event_type":"flow","src_ip":"10.0.0.1","src_port":1,"dest_ip":"10.0.0.2","dest_port":80,"proto":"TCP","flow":{"pkts_toserver":1,"bytes_toserver":66,"start":"2017-04-07T22:24:37.251547+0100","end":"2017-04-07T22:24:38.251547+0100"}}""",
    ];

    private readonly LogFlows _flows = new(new("fuzz", "log"));
    private readonly LogRow _row = new();
    private LogLineReader _reader = new();

    public string Name => "log";

    public int Share => 4;

    public long MaxAllocation => 16 << 20;

    public bool KeepsState => true;

    public IReadOnlyList<FuzzInput> Seeds(IReadOnlyList<FuzzInput> packets)
    {
        var made = Made.Select(l => new FuzzInput(System.Text.Encoding.UTF8.GetBytes(l), 0));
        if (Data.Root is null) return [.. made];
        var real = Directory.EnumerateFiles(Data.Path("peers"), "*.log", SearchOption.AllDirectories).Order(StringComparer.Ordinal).SelectMany(f => File.ReadLines(f).Take(20));
        return [.. made, .. real.Where(l => l.Length is > 0 and < MaxLine).Take(MaxSeeds).Select(l => new FuzzInput(System.Text.Encoding.UTF8.GetBytes(l), 0))];
    }

    public void Run(in CapturedPacket input, ref FuzzRandom random)
    {
        if (!_reader.TryRead(input.Data, _row, out _)) return;
        _flows.Zeek(_row, null, Timestamp.MinValue);
        _flows.Eve(_row, null, Timestamp.MinValue);
    }

    public void Reset() => _reader = new();

    public void Dispose() => _flows.Dispose();
}
