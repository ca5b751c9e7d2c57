namespace NetThreat.Benchmarks.Peers;

/// <summary>A program that turns a capture into flows.</summary>
/// <param name="Name">What the table calls it.</param>
/// <param name="Executable">Its file's name, found in the usual folders, or a path.</param>
/// <param name="Arguments">For a capture and a folder to write to.</param>
internal sealed record PeerProgram(string Name, string Executable, Func<string, string, string[]> Arguments)
{
    public const string NfPcapd = "nfpcapd", NdpiReader = "ndpiReader", Basic = "netthreat basic, cic", Full = "netthreat full, json", Two = "netthreat basic, 2 workers";

    public static IReadOnlyList<PeerProgram> All { get; } =
    [
        new(NfPcapd, "nfpcapd", (capture, folder) => ["-r", capture, "-w", Directory.CreateDirectory(Path.Combine(folder, "nfcapd")).FullName]),
        new("softflowd", "softflowd", (capture, folder) => ["-r", capture, "-m", "2000000", "-p", Path.Combine(folder, "softflowd.pid"), "-c", "none", "-d", "-n", "127.0.0.1:9"]),
        new("argus", "argus", (capture, folder) => ["-X", "-r", capture, "-w", Path.Combine(folder, "argus.out")]),
        new(NdpiReader, "ndpiReader", (capture, _) => ["-q", "-i", capture]),
        new(Basic, Own, (capture, _) => ["flows", "-r", capture, "--format", "cic", "--profile", "basic", "-o", "/dev/null"]),
        new(Two, Own, (capture, _) => ["flows", "-r", capture, "--format", "cic", "--profile", "basic", "--workers", "2", "-o", "/dev/null"]),
        new(Full, Own, (capture, _) => ["flows", "-r", capture, "--format", "json", "--profile", "full", "-o", "/dev/null"]),
    ];

    /// <summary>The product's own executable, which the build puts beside the benchmarks.</summary>
    private static string Own => Path.Combine(AppContext.BaseDirectory, "netthreat");
}
