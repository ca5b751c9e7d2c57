using System.Globalization;
using NetThreat.Learning.Calibration;
using NetThreat.Learning.Manifests;
using NetThreat.Learning.Search;
using NetThreat.Learning.Shipped;
using NetThreat.Learning.Splits;

namespace NetThreat.Learning.Training;

/// <summary>What people asked <c>netthreat train</c> for, checked as a whole before anything is read.</summary>
internal sealed record TrainRequest
{
    public required Algorithm Algorithm { get; init; }

    public required ITrainer Trainer { get; init; }

    public required string Name { get; init; }

    /// <summary>Null: the number after the latest.</summary>
    public string? Version { get; init; }

    public required string Models { get; init; }

    public IReadOnlyList<string> Captures { get; init; } = [];

    /// <summary>One for each of the captures' names, or one for all.</summary>
    public IReadOnlyList<string> Labels { get; init; } = [];

    public string? LabelFile { get; init; }

    public string? DataFolder { get; init; }

    public string? Table { get; init; }

    public string? LabelColumn { get; init; }

    public string? TimeColumn { get; init; }

    public string? GroupColumn { get; init; }

    public bool Store { get; init; }

    public IReadOnlyList<string> Scenarios { get; init; } = [];

    public IReadOnlyList<string> Columns { get; init; } = [];

    public bool Binary { get; init; }

    public int MaxRows { get; init; }

    public ManifestSequence? Sequence { get; init; }

    public string Scaling { get; init; } = Preparation.Auto;

    /// <summary>For classifiers of rows; null for the probabilities that they give themselves.</summary>
    public CalibrationKind? Calibration { get; init; }

    /// <summary>Looks for hyper-parameters first.</summary>
    public HyperparameterSearch? Search { get; init; }

    /// <summary>The file of finished trials, or null.</summary>
    public string? Journal { get; init; }

    public double Validation { get; init; } = 0.3;

    public SplitKind? Split { get; init; }

    public ulong Seed { get; init; } = 1;

    public int Threads { get; init; } = 1;

    /// <summary>Feature columns of flows: those that were named, or those of the shipped models.</summary>
    public IReadOnlyList<string> FlowColumns => Columns.Count > 0 ? Columns : Sequence is null ? ShippedColumns.Flow : ShippedColumns.Step;

    /// <summary>The algorithms that the command offers: those whose models score.</summary>
    public static IEnumerable<Algorithm> Offered => TrainerCatalogue.Algorithms.Where(a => a.Task != LearningTask.Clustering).OrderBy(a => a.Name, StringComparer.Ordinal);

    /// <summary>What makes no sense in it, in one line, or null.</summary>
    public string? Fault()
    {
        int kinds = (Captures.Count > 0 || LabelFile is not null ? 1 : 0) + (Table is not null ? 1 : 0) + (Store ? 1 : 0) + (Scenarios.Count > 0 ? 1 : 0);
        if (kinds == 0) return "nothing to learn from: give --read CAPTURE, --labels FILE, --table FILE, --store or --scenario NAME:SEED";
        if (kinds > 1) return "give one sort of data: captures, a table, the flow store or scenarios";
        if (!ModelManifest.IsName(Name)) return $"--name '{Name}' is not 1 to 64 lower-case letters, digits, '.', '_' or '-'";
        if (Version is not null && !ModelManifest.IsName(Version)) return $"--version '{Version}' is not 1 to 64 lower-case letters, digits, '.', '_' or '-'";
        if (!(Validation is > 0 and < 1)) return string.Create(CultureInfo.InvariantCulture, $"--validation is {Validation}: a share between 0 and 1, for example 0.3");
        if (Labels.Count > 0 && LabelFile is not null) return "give --label or --labels, not both";
        if (Labels.Count > 1 && Labels.Count != Captures.Count) return $"{Labels.Count} --label for {Captures.Count} --read: give one for all, or one for each";
        if (Table is null && (LabelColumn ?? TimeColumn ?? GroupColumn) is not null) return "--label-column, --time-column and --group-column are for --table";
        if (Search is not null && Sequence is not null) return "--search is for models of single rows";
        if (Journal is not null && Search is null) return "--journal is for --search";
        if (Table is not null && Sequence is not null) return "--sequence is for flows: a table has no order of packets or hosts";
        if (Algorithm.Defaults is ISequenceTrainer != Sequence is not null) return Sequence is null ? $"{Algorithm.Name} learns from sequences: give --sequence packets, host or pair" : $"{Algorithm.Name} learns from single rows: leave out --sequence";
        return Trainer.NeedsLabels && Captures.Count > 0 && Labels.Count == 0 && LabelFile is null ? $"{Algorithm.Name} needs labels: give --labels FILE, or --label for each --read" : null;
    }
}
