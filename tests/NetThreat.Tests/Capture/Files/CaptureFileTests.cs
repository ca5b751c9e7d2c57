using NetThreat.Capture.Files;
using NetThreat.Core.Packets;
using NetThreat.Testing.Captures;

namespace NetThreat.Tests.Capture.Files;

public sealed class CaptureFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("netthreat-capture-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_file_is_opened_by_its_path()
    {
        string path = Write([.. new PcapBytes().Write([new(5000, [1, 2])])]);
        using var source = CaptureFile.Open(path);
        Assert.Equal((path, false), (source.Name, source.IsLive));
        Assert.Equal([1, 2], Assert.Single(SourceReading.Of(source).Packets).Data);
        Assert.False(source.Read(new PacketBatch(), CancellationToken.None));
    }

    [Theory]
    [InlineData(new byte[] { }, "is empty")]
    [InlineData(new byte[] { 1, 2, 3 }, "is not a pcap")]
    [InlineData(new byte[] { (byte)'h', (byte)'e', (byte)'l', (byte)'l', (byte)'o' }, "is not a pcap")]
    [InlineData(new byte[] { 0xD4, 0xC3, 0xB2, 0xA1, 2, 0 }, "ends inside its file header")]
    [InlineData(new byte[] { 0x28, 0xB5, 0x2F, 0xFD, 0 }, "zstd")]
    [InlineData(new byte[] { 0xFD, 0x37, 0x7A, 0x58, 0x5A, 0 }, "xz")]
    [InlineData(new byte[] { 0x1F, 0x8B, 8, 0, 0, 0 }, "'")]
    public void What_is_no_capture_is_one_clear_line(byte[] content, string expected)
    {
        string path = Write(content);
        var e = Assert.Throws<CaptureException>(() => CaptureFile.Open(path));
        Assert.StartsWith($"'{path}' ", e.Message, StringComparison.Ordinal);
        Assert.Contains(expected, e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', e.Message);
    }

    [Fact]
    public void An_empty_gzip_is_an_empty_capture() =>
        Assert.Contains("is empty", Assert.Throws<CaptureException>(() => CaptureFile.Open(Write(PcapBytes.Gzip([])))).Message, StringComparison.Ordinal);

    [Fact]
    public void A_folder_and_a_missing_file_are_named_as_such()
    {
        Assert.Contains("is a folder", Assert.Throws<CaptureException>(() => CaptureFile.Open(_folder)).Message, StringComparison.Ordinal);
        Assert.Contains("does not exist", Assert.Throws<CaptureException>(() => CaptureFile.Open(Path.Combine(_folder, "no"))).Message, StringComparison.Ordinal);
        Assert.Contains("does not exist", Assert.Throws<CaptureException>(() => CaptureFile.Open(Path.Combine(_folder, "no", "no"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Reading_stops_when_cancelled()
    {
        using var source = CaptureFile.Open(new MemoryStream(new PcapBytes().Write([new(1, [1])])), "x");
        Assert.Throws<OperationCanceledException>(() => source.Read(new PacketBatch(), new CancellationToken(canceled: true)));
    }

    private string Write(byte[] content)
    {
        string path = Path.Combine(_folder, "capture");
        File.WriteAllBytes(path, content);
        return path;
    }
}
