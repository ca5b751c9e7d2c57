using NetThreat.Configuration;

namespace NetThreat.Tests.Configuration;

public class DataFolderTests
{
    [Theory]
    [InlineData("/x", "/state", "/home/u", "/x")]
    [InlineData("", "/state", "/home/u", "/state/netthreat")]
    [InlineData("", "relative", "/home/u", "/home/u/.local/state/netthreat")]
    [InlineData("", null, "/home/u", "/home/u/.local/state/netthreat")]
    public void The_folder_follows_configuration_then_the_state_folder(string configured, string? state, string home, string expected)
    {
        var environment = new Dictionary<string, string?> { ["XDG_STATE_HOME"] = state, ["HOME"] = home };

        Assert.Equal(expected, DataFolder.Resolve(new DataOptions { Folder = configured }, environment.GetValueOrDefault));
    }

    [Fact]
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    public void A_new_folder_belongs_to_its_owner_alone()
    {
        var parent = Directory.CreateTempSubdirectory("netthreat-");
        try
        {
            var folder = Path.Combine(parent.FullName, "a", "state");

            Assert.Null(DataFolder.Prepare(folder));
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(folder));
            Assert.Empty(Directory.EnumerateFileSystemEntries(folder));
            Assert.Null(DataFolder.Prepare(folder));
        }
        finally
        {
            parent.Delete(recursive: true);
        }
    }

    [Fact]
    public void A_folder_that_cannot_be_written_is_one_line_with_the_fix()
    {
        var file = Path.GetTempFileName();
        try
        {
            var problem = DataFolder.Prepare(Path.Combine(file, "below"));

            Assert.NotNull(problem);
            Assert.Contains(file, problem, StringComparison.Ordinal);
            Assert.Contains("set Data:Folder", problem, StringComparison.Ordinal);
            Assert.DoesNotContain('\n', problem);
        }
        finally
        {
            File.Delete(file);
        }
    }
}
