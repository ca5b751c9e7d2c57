namespace NetThreat.IntegrationTests.CommandLine;

/// <summary>Files that are no captures, by what is wrong with them.</summary>
internal static class WrongCaptures
{
    /// <summary>Every kind that <see cref="Make"/> knows.</summary>
    public static TheoryData<string> Kinds { get; } = ["empty", "random", "text", "zeek log", "cut inside the header", "folder", "missing"];

    /// <returns>The path.</returns>
    public static string Make(ScratchFolder scratch, string kind) => kind switch
    {
        "empty" => scratch.File("empty.pcap", ""),
        "random" => scratch.File("random.pcap", Noise()),
        "text" => scratch.File("text.pcap", "this is no capture\n"),
        "zeek log" => scratch.File("conn.log", "#separator \\x09\n#fields\tts\tuid\tid.orig_h\n1767603600.0\tC1\t10.20.0.15\n"),
        "cut inside the header" => scratch.File("header.pcap", [0xd4, 0xc3, 0xb2, 0xa1, 2, 0, 4, 0]),
        "folder" => scratch.Path,
        "missing" => Path.Combine(scratch.Path, "missing.pcap"),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };

    private static byte[] Noise()
    {
        var noise = new byte[4096];
        new Random(7).NextBytes(noise);
        return noise;
    }
}
