using NetThreat.Capture.Collector;
using NetThreat.Capture.Files;
using NetThreat.Capture.Ipfix;
using NetThreat.Capture.SFlow;
using NetThreat.Core.Net;

namespace NetThreat.Tests.Conformance;

/// <summary>Everything that came out of datagrams, in their order.</summary>
internal sealed class CollectedRecords : IExportSink
{
    private readonly List<(TemplateField Field, byte[] Value)> _open = [];
    private bool _openOptions;

    public CollectedRecords() => Decoder = new(new CollectorLimits(), this);

    public ExportDecoder Decoder { get; }

    public List<Item> Items { get; } = [];

    public static CollectedRecords Of(IEnumerable<string> datagramFiles)
    {
        var all = new CollectedRecords();
        foreach (string file in datagramFiles) all.Decoder.Decode(File.ReadAllBytes(file), Address.Parse("127.0.0.1"), 0);
        all.Flush();
        return all;
    }

    /// <param name="captures">Files with the exporters' packets, merged by their times.</param>
    public static CollectedRecords OfCaptures(params string[] captures)
    {
        var datagrams = new List<(long Time, Address From, byte[] Bytes)>();
        foreach (string capture in captures)
        {
            using var source = new CaptureDatagramSource(CaptureFile.Open(capture), []);
            var batch = new DatagramBatch();
            while (source.Read(batch, default))
                for (int i = 0; i < batch.Count; i++) datagrams.Add((batch.Received(i), batch.Exporter(i), batch.Bytes(i).ToArray()));
        }

        var all = new CollectedRecords();
        foreach (var d in datagrams.OrderBy(d => d.Time)) all.Decoder.Decode(d.Bytes, d.From, d.Time);
        all.Flush();
        return all;
    }

    public void Raw(Template template, ReadOnlySpan<byte> record, ExportDomain domain)
    {
        Flush();
        var cursor = new FieldCursor(record);
        foreach (var field in template.Fields)
        {
            Assert.True(cursor.TryTake(field.Length, out var value));
            _open.Add((field, value.ToArray()));
        }

        _openOptions = template.IsOptions;
    }

    public void Flow(ref ForeignRecord record, ExportDomain domain, in ExportHeader header)
    {
        Items.Add(new([.. _open], record, null, domain, header, false));
        _open.Clear();
    }

    public void Counters(in InterfaceCounters counters, ExportDomain domain, in ExportHeader header) => Items.Add(new([], null, counters, domain, header, false));

    private void Flush()
    {
        if (_open.Count > 0 && _openOptions) Items.Add(new([.. _open], null, null, Decoder.Domains.All.Last(), default, true));
        _open.Clear();
    }

    internal sealed record Item(
        List<(TemplateField Field, byte[] Value)> Fields, ForeignRecord? Record, InterfaceCounters? Counters, ExportDomain Domain, ExportHeader Header, bool Options)
    {
        public byte[]? Value(uint enterprise, ushort id)
        {
            foreach (var (field, value) in Fields)
                if (field.Enterprise == enterprise && field.Id == id) return value;
            return null;
        }
    }
}
