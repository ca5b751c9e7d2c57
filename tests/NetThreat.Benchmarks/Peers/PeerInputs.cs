using System.Globalization;

namespace NetThreat.Benchmarks.Peers;

/// <summary>The two captures that all programs read, made by tools that are compiled for this run alone.</summary>
internal sealed class PeerInputs : IDisposable
{
    private const int SpanSeconds = 300, Rounds = 8;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("netthreat-peers-");

    /// <summary>For what the programs write.</summary>
    public string Folder => _folder.FullName;

    public string Mix => Path.Combine(Folder, "mix.pcap");

    public string Worst => Path.Combine(Folder, "worst.pcap");

    /// <exception cref="InvalidOperationException">The compiler or a tool is missing or fails.</exception>
    public static async Task<PeerInputs> MakeAsync(PeersArguments arguments, CancellationToken cancellation)
    {
        var inputs = new PeerInputs();
        try
        {
            string compiler = ChildProcess.Find("gcc") ?? throw new InvalidOperationException("gcc is not installed: it compiles the traffic tools");
            string tools = Path.GetFullPath(arguments.Tools), folder = inputs.Folder;
            await ChildProcess.RunAsync(compiler, ["-O2", "-o", "worst", Path.Combine(tools, "worst.c")], folder, cancellation);
            await ChildProcess.RunAsync(compiler, ["-O2", "-o", "pcapmix", Path.Combine(tools, "pcapmix.c"), "-lpcap"], folder, cancellation);
            await ChildProcess.RunAsync(Path.Combine(folder, "worst"), [inputs.Worst, Text(arguments.LogFlows), Text(Rounds)], folder, cancellation);
            string list = Path.Combine(folder, "list.txt");
            await File.WriteAllLinesAsync(list, arguments.Captures.Where(Directory.Exists).SelectMany(Captures), cancellation);
            await ChildProcess.RunAsync(Path.Combine(folder, "pcapmix"), [list, inputs.Mix, Text(arguments.Copies), Text(SpanSeconds)], folder, cancellation);
            return inputs;
        }
        catch
        {
            inputs.Dispose();
            throw;
        }
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static IEnumerable<string> Captures(string folder) => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
        .Where(f => Path.GetExtension(f) is ".pcap" or ".pcapng" or ".cap" or ".trace").Select(Path.GetFullPath).Order(StringComparer.Ordinal);

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);
}
