using NetThreat.Commands;
using NetThreat.Learning;
using NetThreat.Learning.Store;
using NetThreat.Learning.Trust;

namespace NetThreat.Tests.ModelTrust;

/// <summary>A model is a stranger's until its digest is approved; a change makes it one again.</summary>
public sealed class ApprovedModelsTests : IDisposable
{
    private readonly ModelFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_model_that_nobody_approved_is_not_activated()
    {
        var entry = _folder.Add("sum", ModelFolder.Sum());
        Assert.Contains("model sum@1 is not approved: look at it with 'netthreat models verify sum@1'", Refused(entry), StringComparison.Ordinal);
        ApprovedModels.Approve(_folder.Root, entry.Id, entry.Digest);
        ApprovedModels.Demand(entry, _folder.Root);
    }

    [Fact]
    public void A_model_that_changed_after_its_approval_is_not_activated()
    {
        var entry = _folder.Add("sum", ModelFolder.Sum());
        ApprovedModels.Approve(_folder.Root, entry.Id, entry.Digest);
        var changed = _folder.Add("sum", ModelFolder.Sum(), new() { Output = "score", Reading = NetThreat.Learning.Manifests.OnnxReading.Negated });
        Assert.NotEqual(entry.Digest, changed.Digest);
        Assert.Contains("model sum@1 is not what was approved (digest", Refused(changed), StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_that_says_it_was_shipped_is_not_believed()
    {
        var entry = _folder.Add("sum", ModelFolder.Sum()) with { Shipped = true };
        ApprovedModels.Approve(_folder.Root, entry.Id, entry.Digest);
        Assert.Contains("is not the one that this release ships", Refused(entry), StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_release_ships_is_approved_by_the_release()
    {
        var shipped = new ModelStore(_folder.Root, ModelStore.ShippedFolder).List();
        Assert.All(shipped, entry => Assert.True(ApprovedModels.Shipped.Holds(entry), $"{entry.Id}: models/approved.json holds another digest than {entry.Digest}"));
    }

    [Fact]
    public void A_broken_list_approves_nothing_and_says_so()
    {
        var entry = _folder.Add("sum", ModelFolder.Sum());
        File.WriteAllText(Path.Combine(_folder.Root, ApprovedModels.FileName), "{\"sum@1\": ");
        Assert.Contains("approved.json cannot be read", Refused(entry), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Approve_checks_first_and_verify_tells()
    {
        _folder.Add("good", ModelFolder.Sum());
        _folder.Add("bad", [1, 2, 3]);
        var (code, output, error) = await Run("models", "approve", "bad@1");
        Assert.Equal((ExitCode.Failed, ""), (code, output));
        Assert.Contains("model bad@1: the ONNX file", error, StringComparison.Ordinal);
        (code, output, error) = await Run("models", "approve", "good@1");
        Assert.Equal((ExitCode.Good, ""), (code, error));
        Assert.Contains("model good@1 is approved (digest", output, StringComparison.Ordinal);
        (code, output, _) = await Run("models", "verify");
        Assert.Equal(ExitCode.Failed, code);
        Assert.Contains("bad   model bad@1", output, StringComparison.Ordinal);
        Assert.Contains("good  model good@1: 64 rows of 2 columns scored; approved", output, StringComparison.Ordinal);
    }

    private string Refused(ModelEntry entry) => Assert.Throws<LearningException>(() => ApprovedModels.Demand(entry, _folder.Root)).Message;

    private async Task<(int Code, string Output, string Error)> Run(params string[] arguments)
    {
        using StringWriter output = new(), error = new();
        int code = await CommandTable.Root().Parse([.. arguments, "--set", $"Models:Folder={_folder.Root}"]).InvokeAsync(new() { Output = output, Error = error });
        return (code, output.ToString(), error.ToString());
    }
}
