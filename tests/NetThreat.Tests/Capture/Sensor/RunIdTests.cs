using NetThreat.Capture.Sensor;
using NetThreat.Core.Packets;
using NetThreat.Testing.Time;

namespace NetThreat.Tests.Capture.Sensor;

public sealed class RunIdTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("netthreat-run-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_file_has_one_run_wherever_it_lies()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "b"));
        string a = Write("x.pcap", new byte[100_000]), b = Write("b/x.pcap", new byte[100_000]);
        Assert.Equal(RunId.OfFile(a), RunId.OfFile(b));
    }

    [Fact]
    public void Name_size_and_beginning_make_the_run()
    {
        var data = new byte[70_000];
        string first = RunId.OfFile(Write("x", data));
        Assert.NotEqual(first, RunId.OfFile(Write("y", data)));
        Assert.NotEqual(first, RunId.OfFile(Write("x", new byte[70_001])));
        data[65_535] = 1;
        Assert.NotEqual(first, RunId.OfFile(Write("x", data)));
    }

    [Fact]
    public void A_missing_file_is_one_clear_line() =>
        Assert.Contains("cannot be read", Assert.Throws<CaptureException>(() => RunId.OfFile(Path.Combine(_folder, "no"))).Message, StringComparison.Ordinal);

    [Fact]
    public void Starts_differ_and_are_ordered_by_time()
    {
        var time = new ManualTime();
        string first = RunId.OfStart(time);
        time.Advance(TimeSpan.FromMilliseconds(5));
        Assert.True(string.CompareOrdinal(first, RunId.OfStart(time)) < 0);
    }

    private string Write(string name, byte[] content)
    {
        string path = Path.Combine(_folder, name);
        File.WriteAllBytes(path, content);
        return path;
    }
}
