using System.IO.Compression;
using NetThreat.Capture.Files;
using NetThreat.Capture.Ipfix;
using NetThreat.Capture.Logs;
using NetThreat.Core.Flows;
using NetThreat.Core.Ledger;
using NetThreat.Core.Packets;

namespace NetThreat.Capture.Collector;

/// <summary>
/// Files with the flow records of others, through the code that collects them live: captures that hold exporters' datagrams, IPFIX files,
/// single datagrams, logs of Zeek and Suricata. The content tells which is which; logs are read side by side, the rest in the given order.
/// </summary>
internal sealed class CollectedFiles(CollectorOptions options, Action<FlowRecord> sink)
{
    private const string Stream = "collect/files";

    private readonly List<string> _warnings = [];

    /// <summary>What people should know.</summary>
    public IReadOnlyList<string> Warnings => _warnings;

    /// <summary>The balance of every stage.</summary>
    public IReadOnlyList<LedgerRow> Ledger { get; private set; } = [];

    public long Flows { get; private set; }

    /// <param name="paths">Files.</param>
    /// <exception cref="CaptureException">A file cannot be read, or has nothing of the kind; the message names it and the fix.</exception>
    public void Read(IReadOnlyList<string> paths, CancellationToken cancellation)
    {
        var logs = paths.Where(IsLog).ToList();
        var rows = new List<LedgerRow>();
        var records = paths.Except(logs, StringComparer.Ordinal).ToList();
        if (records.Count > 0) ReadRecords(records, rows, cancellation);
        if (logs.Count > 0) ReadLogs(logs, rows, cancellation);
        Ledger = rows;
    }

    private void ReadRecords(List<string> paths, List<LedgerRow> rows, CancellationToken cancellation)
    {
        using var collector = new FlowCollector(options, sink, Stream);
        var batch = new DatagramBatch();
        foreach (string path in paths)
        {
            using var source = Open(path);
            while (source.Read(batch, cancellation))
                for (int i = 0; i < batch.Count; i++) collector.Take(batch.Bytes(i), batch.Exporter(i), batch.Received(i));
            foreach (var loss in source.Losses) collector.Lose(collector.Datagrams, loss.Reason, loss.Count);
            if (source is IWarningSource warned) _warnings.AddRange(warned.Warnings);
        }

        collector.Finish();
        collector.CountLosses();
        if (collector.Datagrams.TotalIn == 0)
            _warnings.Add($"no NetFlow, IPFIX or sFlow datagram in {string.Join(", ", paths)}: name captures of what exporters sent, or use 'netthreat flows' for the traffic itself");
        Flows += collector.Flows;
        rows.AddRange(collector.Rows(collector.Clock == Core.Time.Timestamp.MinValue ? default : collector.Clock));
        _warnings.AddRange(collector.Decoder.Domains.All.Select(d => ExporterFigures.Of(d).Trouble(options.ClockTolerance)).Where(t => t.Length > 0));
    }

    private void ReadLogs(List<string> paths, List<LedgerRow> rows, CancellationToken cancellation)
    {
        using var collector = new LogCollector(options.Vantage, Stream, sink);
        using var files = new LogFiles(paths);
        files.Read(collector, cancellation);
        Flows += collector.Flows;
        rows.Add(collector.Ledger.Snapshot(collector.Clock == Core.Time.Timestamp.MinValue ? default : collector.Clock, collector.Held));
    }

    private static IDatagramSource Open(string path)
    {
        byte[] head = Head(path);
        if (CaptureFormat.IsPcap(head) || CaptureFormat.IsPcapNg(head) || CaptureFormat.IsGzip(head)) return new CaptureDatagramSource(CaptureFile.Open(path), []);
        if (ExportDecoder.VersionOf(head) == FlowVersion.Ipfix) return new IpfixFileSource(new FileStream(path, FileMode.Open, FileAccess.Read), path);
        if (ExportDecoder.VersionOf(head) != FlowVersion.None) return new DatagramFileSource(File.ReadAllBytes(path), path);
        throw new CaptureException($"'{path}' is no capture, IPFIX file, datagram or log of Zeek or Suricata: name one of these");
    }

    private static bool IsLog(string path)
    {
        byte[] head = Head(path);
        if (CaptureFormat.IsGzip(head)) head = Unpacked(path);
        return head is [(byte)'#' or (byte)'{', ..];
    }

    private static byte[] Head(string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            return First(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CaptureException($"'{path}' cannot be read: {e.Message.ReplaceLineEndings(" ")}", e);
        }
    }

    private static byte[] Unpacked(string path)
    {
        try
        {
            using var gzip = new GZipStream(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete), CompressionMode.Decompress);
            return First(gzip);
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static byte[] First(Stream stream)
    {
        var head = new byte[16];
        int n = stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        return head[..n];
    }
}
