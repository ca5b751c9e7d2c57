using NetThreat.Core.Wire;

namespace NetThreat.Benchmarks.Flows;

/// <summary>What it costs to encode flow records into messages of the bus and to decode them.</summary>
internal sealed class CodecBenchmark : IBenchmark
{
    public string Name => "codec";

    public string Usage => "codec [--flows N] [--records N] [--repeats N]   CPU to encode and decode a flow record, so many records a message";

    public async Task<int> RunAsync(string[] args, CancellationToken cancellation)
    {
        var options = new Dictionary<string, int> { ["--flows"] = 500_000, ["--records"] = 256, ["--repeats"] = 3 };
        if (NumberOptions.Read(args, options) is { } problem)
        {
            await Console.Error.WriteLineAsync($"benchmarks: {problem}");
            return 2;
        }

        // The code is compiled for speed only after it has run for a while.
        for (int i = 0; i < 3; i++) Run(20_000, options["--records"], cancellation);
        for (int i = 0; i < options["--repeats"] && !cancellation.IsCancellationRequested; i++)
            foreach (string line in Run(options["--flows"], options["--records"], cancellation)) Console.WriteLine(line);
        return 0;
    }

    private static string[] Run(int flows, int recordsPerMessage, CancellationToken cancellation)
    {
        var encode = new CpuMeter();
        var decode = new CpuMeter();
        long records = 0, bytes = 0;
        foreach (var chunk in new FlowTraffic(flows).Records().Chunk(recordsPerMessage * 16))
        {
            cancellation.ThrowIfCancellationRequested();
            var batches = chunk.Chunk(recordsPerMessage).Select(c => new FlowsBatch(FlowTraffic.Vantage, FlowTraffic.Stream, c, null)).ToArray();
            var messages = new byte[batches.Length][];
            encode.Begin();
            for (int i = 0; i < batches.Length; i++) messages[i] = FlowsCodec.Encode(batches[i]);
            encode.End();
            decode.Begin();
            foreach (byte[] message in messages)
                if (!FlowsCodec.TryDecode(message, out _, out string? error)) throw new InvalidOperationException(error);
            decode.End();
            records += chunk.Length;
            bytes += messages.Sum(m => (long)m.Length);
        }

        return [encode.Line("encode", "record", records), decode.Line("decode", "record", records), FormattableString.Invariant($"{(double)bytes / records:0} bytes a record on the wire")];
    }
}
