using NetThreat.Capture.Files;
using NetThreat.Capture.Inputs;
using NetThreat.Core.Packets;
using NetThreat.Testing.Captures;

namespace NetThreat.Tests.Capture.Inputs;

public sealed class FileInputTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("netthreat-inputs").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_folder_of_rotated_captures_is_one_stream_in_name_order()
    {
        foreach (int i in (int[])[10, 9, 1, 2]) Capture($"cap{i}.pcap", i);
        var opened = Open(_folder);
        using var source = opened.Source;

        Assert.Equal([1L, 2, 9, 10], SourceReading.Of(source).Packets.Select(p => p.Nanoseconds / 1000));
        Assert.Empty(source.Losses);
        Assert.StartsWith("files-", opened.Run, StringComparison.Ordinal);
        Assert.Equal(opened.Run, Open(_folder).Run);
    }

    [Fact]
    public void Patterns_reach_into_folders_and_keep_to_what_they_say()
    {
        Capture("b/x.pcap", 2);
        Capture("a/x.pcap", 1);
        Capture("a/deep/er/x.pcap", 3);
        Capture("a/x.cap", 9);
        Capture(".hidden.pcap", 9);

        Assert.Equal([1L, 2], Times(Path.Combine(_folder, "*", "x.pcap")));
        Assert.Equal([3L, 1, 2], Times(Path.Combine(_folder, "**", "?.pcap")));
        Assert.Equal([2L, 1], Times(Path.Combine(_folder, "b"), Path.Combine(_folder, "a", "x.pcap")));
    }

    [Fact]
    public void What_is_no_capture_is_passed_over_in_a_folder_and_refused_by_name()
    {
        File.WriteAllText(Path.Combine(_folder, "README"), "captures of the week");
        Capture("x.pcap", 1);
        using (var source = Open(_folder).Source)
        {
            Assert.Single(SourceReading.Of(source).Packets);
            Assert.Contains("README' is not a pcap", Assert.Single(((IWarningSource)source).Warnings), StringComparison.Ordinal);
        }

        Assert.Contains("README' is not a pcap", Assert.Throws<CaptureException>(() => Open(Path.Combine(_folder, "README"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Losses_and_warnings_of_all_files_add_up()
    {
        foreach (string name in (string[])["a", "b"])
            File.WriteAllBytes(Path.Combine(_folder, name), new PcapBytes().Write([new(1, [1, 2, 3])])[..^1]);
        Capture("c", 5);
        using var source = Open(_folder).Source;

        Assert.Single(SourceReading.Of(source).Packets);
        Assert.Equal(("truncated_file", 2L), (Assert.Single(source.Losses).Reason, source.Losses[0].Count));
        Assert.Equal(2, ((IWarningSource)source).Warnings.Count);
    }

    [Theory]
    [InlineData("*.none", "no file matches")]
    [InlineData("no/**/x", "no file matches")]
    [InlineData("empty", "is a folder without files")]
    [InlineData("gone.pcap", "does not exist")]
    public void What_stands_for_no_file_is_refused_with_the_fix(string value, string says)
    {
        Directory.CreateDirectory(Path.Combine(_folder, "empty"));
        Assert.Contains(says, Assert.Throws<CaptureException>(() => Open(Path.Combine(_folder, value))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_may_have_the_characters_of_a_pattern_in_its_name()
    {
        Capture("odd*name?.pcap", 7);
        Assert.Equal([7L], Times(Path.Combine(_folder, "odd*name?.pcap")));
    }

    [Theory]
    [InlineData("cap2", "cap10", -1)]
    [InlineData("cap10", "cap2", 1)]
    [InlineData("cap002", "cap2", -1)]
    [InlineData("a", "b", -1)]
    [InlineData("a1b2", "a1b2", 0)]
    [InlineData("a", "a1", -1)]
    [InlineData("99999999999999999999999", "100000000000000000000000", -1)]
    public void Names_are_ordered_as_people_number_them(string x, string y, int order)
    {
        Assert.Equal(order, Math.Sign(NaturalOrder.Comparer.Compare(x, y)));
        Assert.Equal(-order, Math.Sign(NaturalOrder.Comparer.Compare(y, x)));
    }

    private void Capture(string name, long microseconds)
    {
        string path = Path.Combine(_folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, new PcapBytes().Write([new(microseconds * 1000, [1, 2, 3])]));
    }

    private static OpenedSource Open(params string[] read) => PacketSources.Open(new(read, []), TimeProvider.System);

    private static IEnumerable<long> Times(params string[] read)
    {
        using var source = Open(read).Source;
        return [.. SourceReading.Of(source).Packets.Select(p => p.Nanoseconds / 1000)];
    }
}
