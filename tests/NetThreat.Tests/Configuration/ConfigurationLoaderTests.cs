using NetThreat.Configuration;

namespace NetThreat.Tests.Configuration;

public sealed class ConfigurationLoaderTests : IDisposable
{
    private readonly string _file = Path.Combine(Path.GetTempPath(), $"netthreat-{Guid.NewGuid():N}.json");

    public void Dispose() => File.Delete(_file);

    [Fact]
    public void Without_any_source_the_defaults_hold()
    {
        var result = ConfigurationLoader.Load(null, [], []);

        Assert.Empty(result.Errors);
        Assert.Equal(Enum.GetValues<Role>(), result.Options!.Roles);
    }

    [Fact]
    public void Command_line_wins_over_environment_wins_over_file()
    {
        File.WriteAllText(_file, """
            {
              // comments and a trailing comma are fine
              "Data": {"Folder": "/from/file"}, "Roles": ["web"],
            }
            """);
        KeyValuePair<string, string>[] environment = [new("NETTHREAT__Data__Folder", "/from/environment"), new("NETTHREAT_DATA", "not a key"), new("PATH", "/bin")];

        Assert.Equal("/from/file", Load(_file, [], []));
        Assert.Equal("/from/environment", Load(_file, [], environment));
        Assert.Equal("/from/line", Load(_file, ["Data:Folder=/from/line"], environment));
        Assert.Equal([Role.Web], ConfigurationLoader.Load(_file, [], []).Options!.Roles);
    }

    [Fact]
    public void Errors_of_all_sources_come_together_and_name_their_source()
    {
        File.WriteAllText(_file, """{"Data": {"Fodler": "x"}}""");

        var result = ConfigurationLoader.Load(_file, ["Roles=pilot", "nonsense"], [new("NETTHREAT__DATA", "x")]);

        Assert.Null(result.Options);
        var lines = result.Errors.Select(e => e.ToString()).ToList();
        Assert.Contains($"{_file}: Data:Fodler: is not a known key: did you mean Data:Folder?", lines);
        Assert.Contains(lines, l => l.StartsWith("--set: Roles: 'pilot' does not fit", StringComparison.Ordinal));
        Assert.Contains(lines, l => l.StartsWith("--set: 'nonsense' is not of the form KEY=VALUE", StringComparison.Ordinal));
        Assert.Contains(lines, l => l.StartsWith("environment variable NETTHREAT__DATA: DATA: is a section", StringComparison.Ordinal));
        Assert.Equal(4, lines.Count);
    }

    [Theory]
    [InlineData("", "is not JSON: line 1")]
    [InlineData("{\n\"Data\": \n}", "is not JSON: line 3")]
    [InlineData("[]", "must hold one JSON object")]
    [InlineData("""{"Data": {"Folder": "a", "folder": "b"}}""", "Data:folder: is set twice")]
    [InlineData("""{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":1}}}}}}}}}}}}}}}}}""", "is not JSON")]
    public void A_file_that_is_not_a_configuration_is_one_line(string content, string message)
    {
        File.WriteAllText(_file, content);

        var error = Assert.Single(ConfigurationLoader.Load(_file, [], []).Errors);
        Assert.Contains(message, error.ToString(), StringComparison.Ordinal);
        Assert.StartsWith(_file, error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_file_and_a_folder_are_named()
    {
        Assert.Equal($"{_file}: no such file", Assert.Single(ConfigurationLoader.Load(_file, [], []).Errors).ToString());
        Assert.EndsWith("is a folder: name a JSON file", Assert.Single(ConfigurationLoader.Load(Path.GetTempPath(), [], []).Errors).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void No_role_and_a_role_twice_are_errors()
    {
        Assert.Contains("names no role", Assert.Single(ConfigurationLoader.Load(null, ["Roles="], []).Errors).Message, StringComparison.Ordinal);
        Assert.Contains("names web twice", Assert.Single(ConfigurationLoader.Load(null, ["Roles=web,Web"], []).Errors).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_single_role_on_the_in_process_bus_is_doubtful()
    {
        var options = ConfigurationLoader.Load(null, ["Roles=sensor,detector,correlator"], []).Options!;

        var doubt = Assert.Single(OptionRules.Doubts(options));
        Assert.Contains("web is not in it", doubt.ToString(), StringComparison.Ordinal);
        Assert.Empty(OptionRules.Doubts(new NetThreatOptions()));
    }

    [Theory]
    [InlineData("0.0.0.0", true)]
    [InlineData("192.0.2.1", true)]
    [InlineData("127.0.0.1", false)]
    [InlineData("localhost", false)]
    [InlineData("::1", false)]
    public void Plain_http_to_other_machines_is_doubtful(string listen, bool doubtful)
    {
        var options = ConfigurationLoader.Load(null, [$"Web:Listen={listen}"], []).Options!;

        Assert.Equal(doubtful, OptionRules.Doubts(options).Any(d => d.Keys == "Web:Listen"));
    }

    private static string Load(string file, string[] overrides, KeyValuePair<string, string>[] environment) =>
        ConfigurationLoader.Load(file, overrides, environment).Options!.Data.Folder;
}
