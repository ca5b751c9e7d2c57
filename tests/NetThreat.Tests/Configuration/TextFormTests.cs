using NetThreat.Configuration;

namespace NetThreat.Tests.Configuration;

public class TextFormTests
{
    [Theory]
    [InlineData("500ms", 0.5, "500ms")]
    [InlineData("90s", 90, "90s")]
    [InlineData("1.5h", 5400, "90m")]
    [InlineData("7d", 604800, "7d")]
    [InlineData("00:01:30", 90, "90s")]
    [InlineData("0s", 0, "0s")]
    public void Durations_are_read_and_shown(string text, double seconds, string shown)
    {
        Assert.True(DurationText.TryParse(text, out var value));
        Assert.Equal(TimeSpan.FromSeconds(seconds), value);
        Assert.Equal(shown, DurationText.Format(value));
    }

    [Theory]
    [InlineData("30")]
    [InlineData("")]
    [InlineData("s")]
    [InlineData("1e3s")]
    [InlineData("99999999999999d")]
    [InlineData("five minutes")]
    public void What_is_no_duration_is_refused(string text) => Assert.False(DurationText.TryParse(text, out _));

    [Theory]
    [InlineData("4096", 4096L, "4KiB")]
    [InlineData("64KiB", 65536L, "64KiB")]
    [InlineData("512 MiB", 512L << 20, "512MiB")]
    [InlineData("1TiB", 1L << 40, "1TiB")]
    [InlineData("1000B", 1000L, "1000")]
    public void Sizes_are_read_and_shown(string text, long bytes, string shown)
    {
        Assert.True(SizeText.TryParse(text, out var value));
        Assert.Equal(bytes, value);
        Assert.Equal(shown, SizeText.Format(value));
    }

    [Theory]
    [InlineData("64KB")]
    [InlineData("-1")]
    [InlineData("1.5GiB")]
    [InlineData("99999999999TiB")]
    [InlineData("")]
    public void What_is_no_size_is_refused(string text) => Assert.False(SizeText.TryParse(text, out _));

    [Theory]
    [InlineData("Web:Prot", "Web:Port")]
    [InlineData("web:pot", "Web:Port")]
    [InlineData("Port", "Web:Port")]
    [InlineData("Sensor:Port", "Web:Port")]
    [InlineData("Completely:Different", null)]
    public void The_nearest_key_is_suggested(string typed, string? nearest) =>
        Assert.Equal(nearest, KeySuggestion.Nearest(typed, ["Data:Folder", "Web:Port", "Web:Listen"]));
}
