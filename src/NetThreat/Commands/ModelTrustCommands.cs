using System.CommandLine;
using System.Text.Json;
using NetThreat.Configuration;
using NetThreat.Flows.Features;
using NetThreat.Learning;
using NetThreat.Learning.Manifests;
using NetThreat.Learning.SequenceWindows;
using NetThreat.Learning.Serving;
using NetThreat.Learning.Store;
using NetThreat.Learning.Trust;

namespace NetThreat.Commands;

/// <summary>The sub-commands of <c>netthreat models</c> about trust: <c>verify</c>, <c>approve</c>, and the check that runs in a child process.</summary>
internal static class ModelTrustCommands
{
    public static IEnumerable<Command> All()
    {
        yield return Verify();
        yield return Approve();
        yield return LoadCheck();
    }

    private static Command Verify()
    {
        Argument<string?> name = new("name") { HelpName = "NAME[@VERSION]", Description = "The model; without it, every one", Arity = ArgumentArity.ZeroOrOne };
        Command command = new("verify", "Check models: digest, manifest, columns, a load in a process with limits, a test batch; is each approved?") { name };
        var configuration = new ConfigurationCommandLine(command);
        command.SetAction((parsed, cancelled) => Task.FromResult(Run(parsed, configuration, store => VerifyAll(store, parsed.GetValue(name), parsed.InvocationConfiguration.Output, cancelled))));
        return command;
    }

    private static Command Approve()
    {
        Argument<string> name = new("name") { HelpName = "NAME@VERSION", Description = "The model" };
        Command command = new("approve", "Approve a model by its digest, after all checks of 'verify': from then on it may score flows") { name };
        var configuration = new ConfigurationCommandLine(command);
        command.SetAction((parsed, cancelled) => Task.FromResult(Run(parsed, configuration, store =>
        {
            var entry = store.Find(parsed.GetValue(name)!);
            if (entry.Shipped) throw new LearningException($"model {entry.Id} is shipped with the program, which knows its digest: there is nothing to approve");
            var verdict = Check(entry, cancelled);
            if (verdict.Fault is not null) throw new LearningException(verdict.Fault);
            ApprovedModels.Approve(store.Folder, entry.Id, entry.Digest);
            parsed.InvocationConfiguration.Output.WriteLine($"model {entry.Id} is approved (digest {entry.Digest}): {verdict.Summary}");
            return ExitCode.Good;
        })));
        return command;
    }

    private static Command LoadCheck()
    {
        Argument<string> folder = new("folder");
        Option<long> memory = new("--memory-bytes") { DefaultValueFactory = _ => new LoadLimits().MaxMemoryBytes };
        Option<int> cpu = new("--cpu-seconds") { DefaultValueFactory = _ => new LoadLimits().CpuSeconds };
        Command command = new(ChildLoad.CommandName, "Load a model under limits and say what happened as JSON") { folder, memory, cpu };
        command.Hidden = true;
        command.SetAction(parsed =>
        {
            LoadVerdict verdict;
            try
            {
                // The code that is needed is loaded before the limits count.
                var entry = ModelStore.Read(parsed.GetValue(folder)!);
                ProcessLimits.Apply(parsed.GetValue(memory), parsed.GetValue(cpu));
                var served = ModelStore.Load(entry);
                verdict = new(null, entry.Digest, TestBatch.Score(served));
            }
            catch (Exception e) when (e is LearningException or OutOfMemoryException or IOException)
            {
                verdict = LoadVerdict.Bad(e.Message.ReplaceLineEndings(" "));
            }
            parsed.InvocationConfiguration.Output.WriteLine(JsonSerializer.Serialize(verdict, LoadVerdictJson.Default.LoadVerdict));
            return verdict.Fault is null ? ExitCode.Good : ExitCode.Failed;
        });
        return command;
    }

    private static int VerifyAll(ModelStore store, string? name, TextWriter output, CancellationToken cancelled)
    {
        var entries = name is null ? store.List() : [store.Find(name)];
        if (entries.Count == 0) output.WriteLine($"there are no models in {store.Folder}");
        bool good = true;
        foreach (var entry in entries)
        {
            var verdict = Check(entry, cancelled);
            bool approved = (entry.Shipped ? ApprovedModels.Shipped : ApprovedModels.In(store.Folder)).Holds(entry);
            good &= verdict.Fault is null;
            output.WriteLine(verdict.Fault is { } fault ? $"bad   {fault}" : $"good  model {entry.Id}: {verdict.Summary}; {(approved ? "approved" : "not approved")}");
        }
        return good ? ExitCode.Good : ExitCode.Failed;
    }

    /// <summary>Manifest, columns, weights and a test batch, the last two in a child process.</summary>
    private static LoadVerdict Check(ModelEntry entry, CancellationToken cancelled)
    {
        try
        {
            if (entry.Manifest is not { } manifest) return LoadVerdict.Bad(entry.Fault ?? $"model {entry.Id} has no manifest");
            ModelStore.Weights(entry, manifest);
            // Models of other tables are scored by 'evaluate' alone.
            var columns = manifest.Features.Schema > 0 ? "; its columns are this release's flow features" : "";
            if (manifest.Features.Schema > 0) Bind(manifest);
            var verdict = ChildLoad.Run(entry, new LoadLimits(), cancelled);
            if (verdict.Fault is null && verdict.Digest != entry.Digest) return LoadVerdict.Bad($"model {entry.Id}: its manifest changed while it was checked");
            return verdict.Fault is null ? verdict with { Summary = verdict.Summary + columns } : verdict;
        }
        catch (LearningException e)
        {
            return LoadVerdict.Bad(e.Message.Contains(entry.Id, StringComparison.Ordinal) ? e.Message : $"model {entry.Id}: {e.Message}");
        }
    }

    /// <exception cref="LearningException">The model reads what this release's flows do not have.</exception>
    private static void Bind(ModelManifest manifest)
    {
        if (manifest.Sequence is { } sequence) _ = new FlowSequencer(sequence, manifest.Columns(), FlowFeatures.Schema, maxKeys: 1);
        else FeatureBinding.Of(manifest.Columns(), FlowFeatures.Schema);
    }

    private static int Run(ParseResult parsed, ConfigurationCommandLine configuration, Func<ModelStore, int> run)
    {
        if (configuration.LoadOrTell(parsed) is not { } options) return ExitCode.Usage;
        try
        {
            return run(ModelStore.Of(options));
        }
        catch (LearningException e)
        {
            parsed.InvocationConfiguration.Error.WriteLine($"netthreat: {e.Message}");
            return ExitCode.Failed;
        }
    }
}
