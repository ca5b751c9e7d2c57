using System.CommandLine;
using NetThreat.Configuration;
using NetThreat.Core.Packets;
using NetThreat.Core.Stores;
using NetThreat.Learning;
using NetThreat.Learning.Calibration;
using NetThreat.Learning.Manifests;
using NetThreat.Learning.Search;
using NetThreat.Learning.Store;
using NetThreat.Learning.Training;

namespace NetThreat.Commands;

/// <summary><c>netthreat train</c>: a model from captures, a table, the flow store or simulated traffic.</summary>
internal static class TrainCommand
{
    private static readonly Option<string[]> Read = new("--read", "-r") { HelpName = "PATH", Description = "Captures to learn from: files, folders, quoted patterns; may be given several times", DefaultValueFactory = _ => [] };
    private static readonly Option<string?> LabelFile = new("--labels") { HelpName = "FILE", Description = "What the captures hold, as for 'netthreat evaluate'; without --read all captures that it names" };
    private static readonly Option<string?> Data = new("--data") { HelpName = "DIR", Description = "The folder of the captures of --labels; by default the labels' own" };
    private static readonly Option<string[]> Label = new("--label") { HelpName = "NAME", Description = "What all flows of a --read are, in the order of --read, or once for all; benign is what is normal", DefaultValueFactory = _ => [] };
    private static readonly Option<string?> Table = new("--table") { HelpName = "FILE", Description = "Learn from a table: CSV, plain or gzip; public data sets are recognised by their columns" };
    private static readonly Option<string?> LabelColumn = new("--label-column") { HelpName = "NAME", Description = "The table's column of classes" };
    private static readonly Option<string?> TimeColumn = new("--time-column") { HelpName = "NAME", Description = "The table's column of event times" };
    private static readonly Option<string?> GroupColumn = new("--group-column") { HelpName = "NAME", Description = "The table's column of hosts or captures" };
    private static readonly Option<bool> Store = new("--store") { Description = "Learn from the flow store of the data folder, while nothing else uses it" };
    private static readonly Option<string[]> Scenario = new("--scenario") { HelpName = "NAME:SEED:DURATION", Description = "Learn from simulated traffic, for example varied:1:10m; may be given several times", DefaultValueFactory = _ => [] };
    private static readonly Option<string> Algorithm = new("--algorithm", "-a") { HelpName = "NAME", Description = "What to train; docs/reference/algorithms.md lists all with their parameters", Required = true };
    private static readonly Option<string> Columns = new("--columns") { HelpName = "LIST", Description = "Columns, separated by commas; by default those of the shipped models, or all of a table", DefaultValueFactory = _ => "" };
    private static readonly Option<ulong> Seed = new("--seed") { Description = "The seed of all randomness: the same data and seed give the same bytes", DefaultValueFactory = _ => 1 };
    private static readonly Option<string[]> Set = new("--set") { HelpName = "NAME=VALUE", Description = "Set a parameter of the algorithm; may be given several times", DefaultValueFactory = _ => [] };
    private static readonly Option<string> Scale = new("--scale") { HelpName = "LIST", Description = "Steps of preprocessing, separated by commas; auto for what suits the algorithm, none for none", DefaultValueFactory = _ => Preparation.Auto };
    private static readonly Option<string?> Search = new("--search") { HelpName = "KIND", Description = "Look for parameters first, on the training rows alone: random, or halving (many on few rows, the best on more)" };
    private static readonly Option<int> Budget = new("--budget") { HelpName = "N", Description = "Settings that a search tries", DefaultValueFactory = _ => 20 };
    private static readonly Option<string?> Journal = new("--journal") { HelpName = "FILE", Description = "Keep the finished trials of a search; one that was stopped goes on from there" };
    private static readonly Option<string> Calibrate = new("--calibrate") { HelpName = "KIND", Description = "How a classifier of rows gets calibrated probabilities, by cross-validation: isotonic, sigmoid (few rows), none", DefaultValueFactory = _ => "isotonic" };
    private static readonly Option<double> Validation = new("--validation") { HelpName = "SHARE", Description = "Share of the rows held out: one half calibrates, the other is measured on", DefaultValueFactory = _ => 0.3 };
    private static readonly Option<string?> Split = new("--split") { HelpName = "KIND", Description = "How rows are held out: time (the last), stratified (the same share of each class), group (whole captures, or hosts of one); by default group for several captures, else stratified" };
    private static readonly Option<bool> Binary = new("--binary") { Description = "Two classes: benign and attack" };
    private static readonly Option<int> MaxRows = new("--max-rows") { HelpName = "N", Description = "Most rows to keep, drawn evenly from all", DefaultValueFactory = _ => 500_000 };
    private static readonly Option<string?> Sequence = new("--sequence") { HelpName = "KIND", Description = "Learn from sequences: packets (the first of a flow), host or pair (the last flows of an initiator, or between two hosts)" };
    private static readonly Option<int> Steps = new("--steps") { HelpName = "N", Description = "Longest sequence", DefaultValueFactory = _ => 16 };
    private static readonly Option<int> Threads = new("--threads") { HelpName = "N", Description = "Threads; the model is the same for any number. 0: one for each processor", DefaultValueFactory = _ => 0 };
    private static readonly Option<string> Name = new("--name") { HelpName = "NAME", Description = "The model's name", Required = true };
    private static readonly Option<string?> Version = new("--version") { HelpName = "VERSION", Description = "Its version; by default the number after the latest" };
    private static readonly Option<string?> Models = new("--models") { HelpName = "FOLDER", Description = "Folder of the models; by default that of the configuration" };
    private static readonly Option<string?> Config = new("--config", "-c") { HelpName = "FILE", Description = "Configuration file (JSON)" };

    public static Command Create()
    {
        Calibrate.AcceptOnlyFromAmong("isotonic", "sigmoid", "none");
        Split.AcceptOnlyFromAmong(SplitNames.All);
        Search.AcceptOnlyFromAmong("random", "halving");
        Sequence.AcceptOnlyFromAmong("packets", "host", "pair");
        Command command = new("train", "Train a model; writes its folder with manifest, weights, metrics, card and figures")
        {
            Read, LabelFile, Data, Label, Table, LabelColumn, TimeColumn, GroupColumn, Store, Scenario, Algorithm, Columns, Seed, Set, Scale, Search, Budget, Journal, Calibrate, Validation, Split, Binary, MaxRows, Sequence, Steps,
            Threads, Name, Version, Models, Config,
        };
        command.SetAction((parsed, cancellation) => Task.FromResult(Run(parsed, cancellation)));
        return command;
    }

    private static int Run(ParseResult parsed, CancellationToken cancellation)
    {
        var console = parsed.InvocationConfiguration;
        var loaded = ConfigurationLoader.Load(parsed.GetValue(Config), [], ConfigurationLoader.ProcessEnvironment());
        foreach (var error in loaded.Errors) console.Error.WriteLine($"netthreat: {error}");
        if (loaded.Options is not { } options) return ExitCode.Usage;
        TrainRequest request;
        try
        {
            request = Request(parsed, options);
            if (request.Fault() is { } fault) throw new LearningException(fault);
        }
        catch (LearningException e)
        {
            console.Error.WriteLine($"netthreat: {e.Message}");
            return ExitCode.Usage;
        }
        return Train(request, options, console, cancellation);
    }

    private static int Train(TrainRequest request, NetThreatOptions options, InvocationConfiguration console, CancellationToken cancellation)
    {
        var progress = new TrainProgress(console.Error, TrainProgress.IsTerminal(console.Error), TimeProvider.System);
        try
        {
            var (model, folder) = TrainWork.Run(request, options, progress, cancellation);
            progress.End();
            ModelText.Metrics(console.Output, model.Manifest);
            console.Output.WriteLine($"model {model.Manifest.Id()} is in {folder}");
            return ExitCode.Good;
        }
        catch (Exception e) when (e is LearningException or CaptureException or StoreException)
        {
            progress.End();
            console.Error.WriteLine($"netthreat: {e.Message}");
            return ExitCode.Failed;
        }
        catch (OperationCanceledException)
        {
            progress.End();
            console.Error.WriteLine("netthreat: stopped; no model was written");
            return ExitCode.Failed;
        }
    }

    private static TrainRequest Request(ParseResult parsed, NetThreatOptions options)
    {
        var name = parsed.GetValue(Algorithm)!;
        var algorithm = TrainRequest.Offered.FirstOrDefault(a => a.Name == name)
            ?? throw new LearningException($"no algorithm '{name}': there are {string.Join(", ", TrainRequest.Offered.Select(a => a.Name))}");
        var settings = (parsed.GetValue(Set) ?? []).Select(Setting).ToList();
        int threads = parsed.GetValue(Threads), steps = parsed.GetValue(Steps);
        if (threads is < 0 or > 1024) throw new LearningException($"--threads is {threads}: 0 to 1024");
        if (steps is < 2 or > 1024) throw new LearningException($"--steps is {steps}: 2 to 1024");
        if (parsed.GetValue(MaxRows) < 10) throw new LearningException($"--max-rows is {parsed.GetValue(MaxRows)}: at least 10");
        _ = Preparation.Trainers(Preparation.Steps(parsed.GetValue(Scale)!, algorithm));
        return new()
        {
            Algorithm = algorithm,
            Trainer = TrainerParameters.WithSeed(TrainerParameters.With(algorithm.Defaults, settings), parsed.GetValue(Seed)),
            Name = parsed.GetValue(Name)!,
            Version = parsed.GetValue(Version),
            Models = parsed.GetValue(Models) ?? ModelStore.Of(options).Folder,
            Captures = parsed.GetValue(Read) ?? [],
            Labels = parsed.GetValue(Label) ?? [],
            LabelFile = parsed.GetValue(LabelFile),
            DataFolder = parsed.GetValue(Data),
            Table = parsed.GetValue(Table),
            LabelColumn = parsed.GetValue(LabelColumn),
            TimeColumn = parsed.GetValue(TimeColumn),
            GroupColumn = parsed.GetValue(GroupColumn),
            Store = parsed.GetValue(Store),
            Scenarios = parsed.GetValue(Scenario) ?? [],
            Columns = parsed.GetValue(Columns)!.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries),
            Binary = parsed.GetValue(Binary),
            MaxRows = parsed.GetValue(MaxRows),
            Sequence = parsed.GetValue(Sequence) is { } kind ? new(Enum.Parse<SequenceKind>(kind, ignoreCase: true), steps, kind == "packets" ? 1 : 2) : null,
            Scaling = parsed.GetValue(Scale)!,
            Calibration = parsed.GetValue(Calibrate) is var method && method != "none" ? Enum.Parse<CalibrationKind>(method!, ignoreCase: true) : null,
            Validation = parsed.GetValue(Validation),
            Split = SplitNames.Parse(parsed.GetValue(Split)),
            Search = SearchOf(parsed),
            Journal = parsed.GetValue(Journal),
            Seed = parsed.GetValue(Seed),
            Threads = threads == 0 ? Environment.ProcessorCount : threads,
        };
    }

    private static HyperparameterSearch? SearchOf(ParseResult parsed)
    {
        if (parsed.GetValue(Search) is not { } kind) return null;
        int trials = parsed.GetValue(Budget);
        if (trials is < 1 or > 100_000) throw new LearningException($"--budget is {trials}: 1 to 100000 settings");
        return new() { Strategy = kind == "halving" ? SearchStrategy.SuccessiveHalving : SearchStrategy.Random, Trials = trials, Seed = parsed.GetValue(Seed) };
    }

    private static KeyValuePair<string, string> Setting(string text)
    {
        int at = text.IndexOf('=', StringComparison.Ordinal);
        return at > 0 ? new(text[..at].Trim(), text[(at + 1)..].Trim()) : throw new LearningException($"--set '{text}' is not of the form NAME=VALUE, for example trees=200");
    }
}
