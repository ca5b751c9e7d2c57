using NetThreat.Core.Flows;
using NetThreat.Core.Identity;
using NetThreat.Core.Net;
using NetThreat.Core.Stores;
using NetThreat.Storage.Sqlite;

namespace NetThreat.Benchmarks.Flows;

/// <summary>What it costs to keep flows in the embedded store, how large it grows, and what the usual questions cost then.</summary>
internal sealed class StoreBenchmark : IBenchmark
{
    private const int Questions = 200;

    public string Name => "store";

    public string Usage => "store [--flows N] [--batch N] [--tail N] [--repeats N]   CPU to write a flow record, so many a write, so many not indexed at most, and to answer questions; bytes a flow";

    public async Task<int> RunAsync(string[] args, CancellationToken cancellation)
    {
        var options = new Dictionary<string, int> { ["--flows"] = 500_000, ["--batch"] = 2048, ["--tail"] = new SqliteOptions { DataFolder = "" }.IndexedRows, ["--repeats"] = 1 };
        if (NumberOptions.Read(args, options) is { } problem)
        {
            await Console.Error.WriteLineAsync($"benchmarks: {problem}");
            return 2;
        }

        await RunAsync(10_000, options["--batch"], options["--tail"], TextWriter.Null, cancellation);
        for (int i = 0; i < options["--repeats"]; i++) await RunAsync(options["--flows"], options["--batch"], options["--tail"], Console.Out, cancellation);
        return 0;
    }

    private static async Task RunAsync(int flows, int batch, int tail, TextWriter output, CancellationToken cancellation)
    {
        string folder = Directory.CreateTempSubdirectory("netthreat-bench-").FullName;
        try
        {
            await using (var stores = await SqliteStores.OpenAsync(new() { DataFolder = folder, IndexedRows = tail }, TimeProvider.System))
            {
                var sample = await WriteAsync(stores, flows, batch, output, cancellation);
                await AskAsync(stores.FlowReader, sample, output, cancellation);
            }

            // Closed: what was in the log is in the database.
            await output.WriteLineAsync(FormattableString.Invariant($"{new DirectoryInfo(folder).EnumerateFiles().Sum(f => f.Length) / (double)flows:0} bytes a flow on disk"));
        }
        finally
        {
            Directory.Delete(folder, true);
        }
    }

    /// <returns>Some of the flows.</returns>
    private static async Task<List<FlowRecord>> WriteAsync(SqliteStores stores, int flows, int batch, TextWriter output, CancellationToken cancellation)
    {
        var meter = new CpuMeter();
        var sample = new List<FlowRecord>();
        long records = 0;
        foreach (var chunk in new FlowTraffic(flows).Records().Chunk(batch))
        {
            var rows = Array.ConvertAll(chunk, r => new StoredFlow(FlowTraffic.Vantage, FlowTraffic.Stream, r));
            meter.Begin();
            await stores.FlowWriter.WriteAsync(rows, cancellation);
            meter.End();
            records += chunk.Length;
            sample.Add(chunk[chunk.Length / 2]);
        }

        if (await stores.FlowReader.CountAsync(cancellation) != flows) throw new InvalidOperationException("the store has another number of flows");
        await output.WriteLineAsync(meter.Line("write", "record", records));
        await output.WriteLineAsync(meter.Line("", "flow", flows));
        return sample;
    }

    private static async Task AskAsync(IFlowReader reader, List<FlowRecord> sample, TextWriter output, CancellationToken cancellation)
    {
        await AskAsync("by id", sample, async r => (await reader.GetAsync([r.Id], cancellation)).Count, output);
        await AskAsync("unknown id", sample, async r => 1 + (await reader.GetAsync([new Id128(r.Id.Low, r.Id.High)], cancellation)).Count, output);
        await AskAsync("by originator", sample, async r => (await reader.QueryAsync(new(Host: r.Key.Originator), cancellation)).Rows.Count, output);
        await AskAsync("by responder", sample, async r => (await reader.QueryAsync(new(Host: r.Key.Responder, From: r.Start, To: r.Start + TimeSpan.FromMinutes(1)), cancellation)).Rows.Count, output);
        await AskAsync("unknown host", sample, async r => 1 + (await reader.QueryAsync(new(Host: Address.FromV4((uint)r.Id.Low | 0xF000_0000)), cancellation)).Rows.Count, output);
        await AskAsync("newest", sample, async r => (await reader.QueryAsync(new(), cancellation)).Rows.Count, output);
    }

    private static async Task AskAsync(string what, List<FlowRecord> sample, Func<FlowRecord, Task<int>> ask, TextWriter output)
    {
        var meter = new CpuMeter();
        int questions = Math.Min(Questions, sample.Count);
        meter.Begin();
        for (int i = 0; i < questions; i++)
            if (await ask(sample[i * sample.Count / questions]) == 0) throw new InvalidOperationException($"{what}: nothing was found");
        meter.End();
        await output.WriteLineAsync(meter.Line(what, "question", questions));
    }
}
