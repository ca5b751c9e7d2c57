using NetThreat.Learning;
using NetThreat.Learning.Onnx.Format;
using NetThreat.Learning.Trust;
using NetThreat.Testing;

namespace NetThreat.Tests.ModelTrust;

/// <summary>The first load in a process of its own: whatever the file does, the answer is one line, and this process lives.</summary>
public sealed class ChildLoadTests : IDisposable
{
    private readonly ModelFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_good_model_is_loaded_and_scores_a_test_batch()
    {
        var entry = _folder.Add("sum", ModelFolder.Sum());
        var verdict = ChildLoad.Run(entry, new LoadLimits());
        Assert.Null(verdict.Fault);
        Assert.Equal(entry.Digest, verdict.Digest);
        Assert.Contains("64 rows of 2 columns scored", verdict.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_that_fills_the_memory_ends_its_own_process_alone()
    {
        if (!OperatingSystem.IsLinux()) return;
        var entry = _folder.Add("memory", ModelFolder.MemoryBomb());
        OnnxInspector.Inspect(ModelFolder.MemoryBomb());
        var verdict = ChildLoad.Run(entry, new LoadLimits { MaxMemoryBytes = 512 << 20, CpuSeconds = 60 });
        Assert.NotNull(verdict.Fault);
        Assert.Contains("memory@1", verdict.Fault, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', verdict.Fault);
    }

    [Fact]
    public void A_model_without_an_end_is_ended_by_its_limit_of_processor_time()
    {
        if (!OperatingSystem.IsLinux()) return;
        var entry = _folder.Add("time", ModelFolder.TimeBomb());
        OnnxInspector.Inspect(ModelFolder.TimeBomb());
        var verdict = ChildLoad.Run(entry, new LoadLimits { CpuSeconds = 1, Timeout = TimeSpan.FromMinutes(5) });
        Assert.Contains("too much processor time", verdict.Fault, StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_without_an_end_is_ended_after_the_timeout()
    {
        var entry = _folder.Add("time", ModelFolder.TimeBomb());
        var verdict = ChildLoad.Run(entry, new LoadLimits { CpuSeconds = 600, Timeout = TimeSpan.FromSeconds(3) });
        Assert.Contains("takes more than 3 s: the process was ended", verdict.Fault, StringComparison.Ordinal);
    }

    [Fact]
    public void Weights_that_are_not_those_of_the_manifest_are_refused()
    {
        var entry = _folder.Add("sum", ModelFolder.Sum());
        var bytes = File.ReadAllBytes(entry.File("model.onnx"));
        bytes[^3] ^= 1;
        File.WriteAllBytes(entry.File("model.onnx"), bytes);
        Assert.Contains("is not what the manifest was written for", ChildLoad.Run(entry, new LoadLimits()).Fault, StringComparison.Ordinal);
    }

    /// <summary>Real models with bytes changed: those that the reader lets pass go to the runtime, in the child.</summary>
    [DataTheory]
    [InlineData("scaler-logistic.onnx", "probabilities", 1)]
    [InlineData("xgboost.onnx", "probabilities", 2)]
    public void A_mutated_model_never_takes_this_process_with_it(string file, string output, ulong seed)
    {
        var original = File.ReadAllBytes(Data.Path("learning/onnx/" + file));
        var onnx = new NetThreat.Learning.Manifests.ManifestOnnx { Output = output, Reading = NetThreat.Learning.Manifests.OnnxReading.Entry, Entry = "1" };
        string[] columns = [.. Enumerable.Range(0, 12).Select(i => $"c{i}")];
        int run = 0;
        for (int i = 0; run < 3; i++)
        {
            var mutated = Mutation.Of(original, seed, i);
            try
            {
                OnnxInspector.Inspect(mutated);
            }
            catch (LearningException)
            {
                continue;
            }
            var entry = _folder.Add($"mutated-{run++}", mutated, onnx, columns);
            var verdict = ChildLoad.Run(entry, new LoadLimits { CpuSeconds = 10, Timeout = TimeSpan.FromSeconds(60) });
            Assert.True(verdict.Fault is null || (verdict.Fault.Contains(entry.Id, StringComparison.Ordinal) && !verdict.Fault.Contains('\n')), verdict.Fault);
        }
    }
}
