using NetThreat.Configuration;

namespace NetThreat.Tests.Configuration;

public class OptionBinderTests
{
    private static readonly OptionSchema Schema = OptionSchema.Of(new SampleOptions());

    [Fact]
    public void Values_of_every_kind_are_bound_from_json()
    {
        var options = Bind("""
            {"Section": {"Port": 81, "Timeout": "5m", "MaxMemoryBytes": "2GiB", "Share": 0.25, "Enabled": false, "Name": "n", "Count": 7, "Words": ["x", "y"]},
             "Kinds": ["second", "First"]}
            """, out var errors);

        Assert.Empty(errors);
        Assert.Equal((81, TimeSpan.FromMinutes(5), 2L << 30, 0.25), (options.Section.Port, options.Section.Timeout, options.Section.MaxMemoryBytes, options.Section.Share));
        Assert.Equal((false, "n", 7), (options.Section.Enabled, options.Section.Name, options.Section.Count));
        Assert.Equal(["x", "y"], options.Section.Words);
        Assert.Equal([SampleKind.Second, SampleKind.First], options.Kinds);
    }

    [Fact]
    public void What_is_not_set_keeps_its_default_and_shared_defaults_stay_untouched()
    {
        var options = Bind("""{"Section": {"Port": 81}}""", out _);

        Assert.Equal(SampleSection.Shared.Timeout, options.Section.Timeout);
        Assert.Equal(8080, SampleSection.Shared.Port);
        Assert.Equal(8080, options.Other.Port);
    }

    [Theory]
    [InlineData("""{"Section": {"Port": 70000}}""", "Section:Port", "70000 is out of range: 0 to 65535")]
    [InlineData("""{"Section": {"Port": "81"}}""", "Section:Port", "expected whole number, 0 to 65535")]
    [InlineData("""{"Section": {"Port": 1.5}}""", "Section:Port", "'1.5' does not fit")]
    [InlineData("""{"Section": {"Port": 99999999999999999999}}""", "Section:Port", "does not fit")]
    [InlineData("""{"Section": {"Port": null}}""", "Section:Port", "expected whole number")]
    [InlineData("""{"Section": {"Port": {"Deep": 1}}}""", "Section:Port", "expected whole number")]
    [InlineData("""{"Section": {"Timeout": 30}}""", "Section:Timeout", "a duration (500ms, 30s, 5m, 1h, 7d), 1s to 1h")]
    [InlineData("""{"Section": {"Timeout": "2h"}}""", "Section:Timeout", "2h is out of range: 1s to 1h")]
    [InlineData("""{"Section": {"MaxMemoryBytes": "2 pounds"}}""", "Section:MaxMemoryBytes", "a size")]
    [InlineData("""{"Section": {"Share": 1.01}}""", "Section:Share", "1.01 is out of range: 0 to 1")]
    [InlineData("""{"Section": {"Enabled": "yes"}}""", "Section:Enabled", "true or false")]
    [InlineData("""{"Section": {"Count": -1}}""", "Section:Count", "-1 is out of range: 0 or more")]
    [InlineData("""{"Section": {"Words": "x"}}""", "Section:Words", "list of texts")]
    [InlineData("""{"Section": {"Words": [1]}}""", "Section:Words", "list of texts")]
    [InlineData("""{"Kinds": ["third"]}""", "Kinds", "'third' does not fit: expected list of (first, second)")]
    [InlineData("""{"Kinds": ["0"]}""", "Kinds", "'0' does not fit")]
    [InlineData("""{"Section": 5}""", "Section", "is a section")]
    [InlineData("""{"Other": {"Wired": "x"}}""", "Other:Wired", "is not a known key")]
    [InlineData("""{"Secton": {"Port": 1, "Timeout": "x"}}""", "Secton", "did you mean Section?")]
    [InlineData("""{"Section": {"Prot": 1}}""", "Section:Prot", "did you mean Section:Port?")]
    [InlineData("""{"Section": {"Title": ""}}""", "Section:Title", "must not be empty while Enabled")]
    public void A_wrong_value_is_one_error_that_names_its_key(string json, string path, string message)
    {
        Bind(json, out var errors);

        var error = Assert.Single(errors);
        Assert.Equal(path, error.Path);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.EndsWith(".json", error.Source, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_error_is_reported_at_once()
    {
        Bind("""{"Section": {"Port": -1, "Share": 7, "Nam": "x"}, "Kinds": 1}""", out var errors);

        Assert.Equal(["Kinds", "Section:Nam", "Section:Port", "Section:Share"], errors.Select(e => e.Path).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Names_are_found_without_regard_to_case_and_a_later_setting_wins()
    {
        List<ConfigurationError> errors = [];
        RawSetting[] settings = [Text("section:port", "1"), Text("SECTION:PORT", "2"), Text("Section:Words", "a, b"), Text("Section:Name", "")];

        var options = OptionBinder.Apply(new SampleOptions(), OptionBinder.Resolve(Schema, settings, errors));

        Assert.Empty(errors);
        Assert.Equal(2, options.Section.Port);
        Assert.Equal(["a", "b"], options.Section.Words);
        Assert.Null(options.Section.Name);
    }

    private static RawSetting Text(string path, string text) => new(path, "test", null, text);

    private static SampleOptions Bind(string json, out List<ConfigurationError> errors)
    {
        errors = [];
        var file = Path.Combine(Path.GetTempPath(), $"netthreat-{Guid.NewGuid():N}.json");
        File.WriteAllText(file, json);
        try
        {
            var settings = JsonSettings.Read(file, errors);
            var options = OptionBinder.Apply(new SampleOptions(), OptionBinder.Resolve(Schema, settings, errors));
            errors.AddRange(SectionRules.Check(options, Schema, settings));
            return options;
        }
        finally
        {
            File.Delete(file);
        }
    }
}
