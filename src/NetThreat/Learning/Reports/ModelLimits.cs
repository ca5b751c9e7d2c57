using NetThreat.Learning.Manifests;
using NetThreat.Learning.Training;

namespace NetThreat.Learning.Reports;

/// <summary>What limits every model of a sort, for its card.</summary>
internal static class ModelLimits
{
    public static IEnumerable<string> Of(ModelManifest m)
    {
        if (m.Data?.Sources.All(s => s.Name.StartsWith("simulation of ", StringComparison.Ordinal)) == true)
            yield return "It has seen simulated traffic alone. A real network has protocols, applications and faults that the simulation lacks: expect more benign flows that look unusual, and train on your own traffic before its scores decide anything.";
        else if (m.Data is { Sources.Count: 1 }) yield return "It has seen one source. What is usual elsewhere may look unusual to it, and the other way round.";
        if (m.Task == LearningTask.Classification) yield return $"It knows the classes {string.Join(", ", m.Classes)} and nothing else: an attack of another sort gets the probability of whichever class it resembles, often benign.";
        if (m.Task == LearningTask.Anomaly) yield return "Unusual is not hostile, and hostile is not always unusual: an attack that looks like daily traffic scores like daily traffic.";
        if (m.Sequence?.Kind is SequenceKind.Host or SequenceKind.Pair) yield return "Behind address translation many hosts share one window.";
        if (m.Features.Schema > 0) yield return "Columns that the source of flows does not measure (NetFlow, Zeek) are missing: the model then scores on less than it was trained on, or not at all.";
        if (m.Calibration is { Rows: < 1000 } c) yield return $"{c.Rows} calibration rows: p-values below {1.0 / (c.Rows + 1):0.####} do not exist, and those near it are coarse.";
        yield return "p-values and probabilities hold for traffic like that of the calibration. They drift with the network; watch the share of low p-values on quiet days.";
    }
}
