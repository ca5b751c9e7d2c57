using System.Collections.Immutable;
using NetThreat.Core.Flows;
using NetThreat.Core.Randomness;
using NetThreat.Learning.Manifests;
using NetThreat.Learning.SequenceWindows;
using NetThreat.Learning.Tables;
using NetThreat.Learning.Training;

namespace NetThreat.Learning.Inputs;

/// <summary>Labelled sequences of flows or packets, and what splits need to know of each. A sequence has the label of its last flow.</summary>
/// <param name="Rows">Labels, groups and times as a table without features.</param>
/// <param name="RowsOf">Sequences that each input gave.</param>
internal sealed record SequenceSet(SequenceData Data, TrainingData Rows, IReadOnlyList<long> RowsOf)
{
    /// <summary>Hosts or pairs that are remembered at once.</summary>
    private const int MaxKeys = 100_000;

    /// <param name="features">Feature columns of windows of flows.</param>
    /// <param name="classes">Classes that come first, in their order.</param>
    /// <param name="rename">The class of a label.</param>
    /// <exception cref="LearningException">The schema lacks a column, or nothing long enough was found.</exception>
    public static SequenceSet Read(
        IReadOnlyList<IFlowInput> inputs, ManifestSequence settings, IReadOnlyList<string> features, FeatureSchema schema, IEnumerable<string> classes, Func<string, string> rename,
        TableReadOptions reading)
    {
        var columns = FlowSequencer.Columns(settings.Kind, features, schema);
        var kept = new Reservoir(reading.MaxRows > 0 ? reading.MaxRows : 200_000, reading.Seed);
        var labels = new CategoryDictionary(names: classes);
        var groups = new CategoryDictionary(CategoryDictionary.MostCodes);
        var rowsOf = new long[inputs.Count];
        for (int i = 0; i < inputs.Count; i++)
        {
            // Windows do not reach from one input into another.
            var sequencer = new FlowSequencer(settings, columns, schema, MaxKeys);
            foreach (var flow in inputs[i].Read(reading.Cancelled))
            {
                var values = new float[settings.Steps * columns.Count];
                int length = sequencer.Add("local", flow.Record, values);
                if (length == 0) continue;
                rowsOf[i]++;
                int group = groups.CodeOf(inputs.Count > 1 ? inputs[i].Name : flow.Record.Key.Originator.ToString());
                kept.Add(new(values, length, labels.CodeOf(rename(flow.Label ?? FlowTableSource.Unlabelled)), group, flow.Record.Time.Nanoseconds));
            }
            reading.Progress?.Report(new((i + 1.0) / inputs.Count, kept.Seen));
        }
        return Of(kept.InOrder(), columns, settings.Steps, [.. labels.Names], rowsOf);
    }

    private static SequenceSet Of(IReadOnlyList<Kept> kept, ColumnSet columns, int steps, ImmutableArray<string> classes, long[] rowsOf)
    {
        if (kept.Count == 0) throw new LearningException("no sequence is long enough: give more flows, or a smaller number of steps");
        var values = new float[checked(kept.Count * steps * columns.Count)];
        for (int i = 0; i < kept.Count; i++) kept[i].Values.CopyTo(values, i * steps * columns.Count);
        int[] labels = [.. kept.Select(k => k.Label)];
        var data = new SequenceData(new Sequences(values, [.. kept.Select(k => k.Length)], steps, columns.Count), columns, labels, classes);
        var rows = new TrainingData(new Matrix(kept.Count, 1)) { Labels = labels, Classes = classes, Groups = [.. kept.Select(k => k.Group)], Times = [.. kept.Select(k => k.Time)] };
        return new(data, rows, rowsOf);
    }

    private sealed record Kept(float[] Values, int Length, int Label, int Group, long Time);

    /// <summary>A uniform sample of what was offered (Vitter 1985, algorithm R), in the order of the offer.</summary>
    private sealed class Reservoir(int capacity, ulong seed)
    {
        private readonly List<(long Place, Kept Row)> _rows = [];
        private readonly Xoshiro256 _random = new(seed);

        public long Seen { get; private set; }

        public void Add(Kept row)
        {
            long place = Seen++;
            if (_rows.Count < capacity) _rows.Add((place, row));
            else if (_random.Next((int)Math.Min(int.MaxValue, Seen)) is var at && at < capacity) _rows[at] = (place, row);
        }

        public IReadOnlyList<Kept> InOrder() => [.. _rows.OrderBy(r => r.Place).Select(r => r.Row)];
    }
}
