using System.Globalization;
using NetThreat.Capture.Inputs;
using NetThreat.Core.Packets;
using NetThreat.Evaluation;
using NetThreat.Learning.Inputs;
using NetThreat.Simulation;

namespace NetThreat.Learning.Training;

/// <summary>The inputs of flows that a request names.</summary>
internal static class TrainInputs
{
    /// <summary>How long a scenario runs that does not say.</summary>
    private static readonly TimeSpan ScenarioLength = TimeSpan.FromMinutes(10);

    /// <summary>Captures, by their labels file or with one label each.</summary>
    /// <exception cref="LearningException">A file is missing or wrong.</exception>
    /// <exception cref="CaptureException">A pattern stands for no file.</exception>
    public static IReadOnlyList<IFlowInput> Captures(TrainRequest request) => request.LabelFile is { } labels ? Labelled(labels, request.DataFolder, request.Captures) : Plain(request);

    /// <summary>Scenarios as NAME:SEED or NAME:SEED:DURATION.</summary>
    /// <exception cref="LearningException">One cannot be read.</exception>
    public static IReadOnlyList<IFlowInput> Simulated(IEnumerable<string> scenarios) => [.. scenarios.Select(Scenario)];

    private static IFlowInput Scenario(string text)
    {
        var parts = text.Split(':');
        ulong seed = 1;
        var length = ScenarioLength;
        bool good = parts.Length is >= 1 and <= 3
            && (parts.Length < 2 || ulong.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out seed))
            && (parts.Length < 3 || (Configuration.DurationText.TryParse(parts[2], out length) && length > TimeSpan.Zero));
        if (!good) throw new LearningException($"--scenario '{text}' is not NAME:SEED or NAME:SEED:DURATION, for example office:1:10m");
        return Scenarios.ByName(parts[0], seed) is { } scenario
            ? new SimulatedInput(scenario with { Duration = length })
            : throw new LearningException($"no scenario '{parts[0]}': there are {string.Join(", ", Scenarios.Names)}");
    }

    private static List<IFlowInput> Plain(TrainRequest request)
    {
        var inputs = new List<IFlowInput>();
        for (int i = 0; i < request.Captures.Count; i++)
        {
            string? label = request.Labels.Count == 0 ? null : request.Labels[Math.Min(i, request.Labels.Count - 1)];
            foreach (var (path, named) in PacketSources.FilesOf([request.Captures[i]]))
                if (named || IsCapture(path)) inputs.Add(CaptureInput.Of(path, label));
        }
        return inputs.Count > 0 ? inputs : throw new LearningException($"no capture among the files of {string.Join(' ', request.Captures)}");
    }

    /// <summary>Folders and patterns name files of all sorts; those that are none are passed over.</summary>
    private static bool IsCapture(string path)
    {
        try
        {
            using var source = NetThreat.Capture.Files.CaptureFile.Open(path);
            return true;
        }
        catch (CaptureException)
        {
            return false;
        }
    }

    /// <summary>The captures of a labels file.</summary>
    /// <param name="data">Their folder; null for the labels' own.</param>
    /// <param name="only">Those of them that are wanted; null or empty for all.</param>
    /// <exception cref="LearningException">The labels are wrong, or a capture is missing.</exception>
    public static IReadOnlyList<IFlowInput> Labelled(string file, string? data, IReadOnlyList<string>? only)
    {
        var labels = LabelFile.Read(file);
        if (labels.Errors.Count > 0) throw new LearningException(labels.Errors[0].ToString());
        string folder = data ?? Path.GetDirectoryName(Path.GetFullPath(file))!;
        HashSet<string>? wanted = only is not { Count: > 0 } ? null : [.. PacketSources.FilesOf(only).Select(f => Path.GetFullPath(f.Path))];
        var inputs = new List<IFlowInput>();
        foreach (var capture in labels.Activities.GroupBy(a => a.Row.File))
        {
            var path = Path.GetFullPath(Path.Combine(folder, capture.Key));
            if (wanted?.Remove(path) == false) continue;
            if (!File.Exists(path)) throw new LearningException(new LabelError(file, capture.First().Line, $"the capture '{path}' does not exist; name its folder with --data").ToString());
            inputs.Add(CaptureInput.Labelled(path, capture.Key, capture));
        }
        if (wanted is { Count: > 0 }) throw new LearningException($"{file} says nothing of {wanted.First()}: label it, or leave it out of --read");
        return inputs;
    }
}
