using NetThreat.Core.Flows;
using NetThreat.Learning.Manifests;
using NetThreat.Learning.Saving;
using NetThreat.Learning.Serving;
using NetThreat.Learning.Tables;

namespace NetThreat.Learning.SequenceWindows;

/// <summary>
/// Turns final flow records, in order of event time, into the sequences that a sequence model reads: the same code live and in training.
/// A sequence ends with the flow that was added. Steps are scaled by <see cref="StepScale"/>. Not thread-safe.
/// </summary>
public sealed class FlowSequencer
{
    /// <summary>Time since the flow before in the window: the last column of windows of flows.</summary>
    public static FeatureColumn GapColumn { get; } = new("window_gap", "signed logarithm", "Microseconds since the flow before in the window, 0 for the first: ln(1 + us) / 8.", null);

    private readonly ManifestSequence _settings;
    private readonly FeatureBinding? _binding;
    private readonly FlowWindows? _windows;
    private readonly float[] _row;

    /// <param name="settings">What a sequence is.</param>
    /// <param name="columns">Columns of a step, as <see cref="Columns"/> gives them.</param>
    /// <param name="schema">Of the records' feature rows.</param>
    /// <param name="maxKeys">Hosts or pairs whose flows are remembered at once.</param>
    /// <exception cref="LearningException">The columns are not those of such a sequence, or the schema lacks one.</exception>
    public FlowSequencer(ManifestSequence settings, ColumnSet columns, FeatureSchema schema, int maxKeys)
    {
        _settings = settings;
        Width = columns.Count;
        _row = [];
        bool packets = settings.Kind == SequenceKind.Packets;
        string[] features = packets ? [] : [.. columns.Columns.SkipLast(1).Select(c => c.Name)];
        if (!packets && features.Length == 0) throw new LearningException("a window of flows needs at least one feature column");
        Columns(settings.Kind, features, schema).Demand(columns);
        if (packets) return;
        _row = new float[features.Length];
        _binding = FeatureBinding.Of(ColumnSet.Of(features), schema);
        _windows = new FlowWindows(settings.Steps, features.Length, maxKeys, TimeSpan.FromSeconds(settings.MaxGapSeconds));
    }

    /// <summary>Columns of a step.</summary>
    public int Width { get; }

    /// <summary>Longest sequence.</summary>
    public int Steps => _settings.Steps;

    /// <summary>Keys that left because there were too many.</summary>
    public long Evicted => _windows?.Evicted ?? 0;

    /// <summary>Flows older than everything in a full window.</summary>
    public long Late => _windows?.Late ?? 0;

    /// <summary>The columns of a step of such a sequence.</summary>
    /// <param name="features">Feature columns of windows of flows; not used for packets.</param>
    /// <exception cref="LearningException">The schema lacks a column.</exception>
    public static ColumnSet Columns(SequenceKind kind, IEnumerable<string> features, FeatureSchema schema)
    {
        if (kind == SequenceKind.Packets) return new(PacketSteps.Columns.Select(c => new Column(c.Name, c.Hash)));
        return new(features.Select(name => Column(name, schema)).Append(new Column(GapColumn.Name, GapColumn.Hash)));
    }

    /// <summary>Takes a flow in and writes the sequence that ends with it, zeros behind it.</summary>
    /// <param name="record">Final, with a feature row (for packets: with its first packets).</param>
    /// <param name="sequence"><see cref="Steps"/> × <see cref="Width"/> values.</param>
    /// <returns>Steps that are there; 0 where there is nothing to score.</returns>
    public int Add(string site, FlowRecord record, Span<float> sequence)
    {
        if (sequence.Length != Steps * Width) throw new ArgumentException($"{sequence.Length} places for {Steps} steps of {Width}", nameof(sequence));
        int steps = _windows is null ? Packets(record, sequence) : Flows(site, record, sequence);
        return steps >= _settings.MinSteps ? steps : 0;
    }

    /// <summary>Writes what is remembered of hosts and pairs.</summary>
    public void Save(ModelWriter writer) => _windows?.Save(writer);

    /// <inheritdoc cref="FlowWindows.Load"/>
    public void Load(ModelReader reader) => _windows?.Load(reader);

    private static int Packets(FlowRecord record, Span<float> sequence) => record.Sequence is { } packets ? PacketSteps.Fill(packets, sequence) : 0;

    private int Flows(string site, FlowRecord record, Span<float> sequence)
    {
        if (record.Features is not { } features) return 0;
        _binding!.Fill(features, _row);
        for (int i = 0; i < _row.Length; i++) _row[i] = StepScale.Of(_row[i]);
        var key = new WindowKey(site, record.Key.Originator, _settings.Kind == SequenceKind.Pair ? record.Key.Responder : default);
        var rows = _windows!.Add(key, record.Time.Nanoseconds, _row, out var times);
        for (int i = 0; i < times.Length; i++)
        {
            var step = sequence.Slice(i * Width, Width);
            rows.Slice(i * _row.Length, _row.Length).CopyTo(step);
            step[^1] = i == 0 ? 0 : StepScale.Of((times[i] - times[i - 1]) / 1000.0);
        }
        sequence[(times.Length * Width)..].Clear();
        return times.Length;
    }

    private static Column Column(string name, FeatureSchema schema)
    {
        int at = schema.IndexOf(name);
        return at >= 0 ? new(name, schema.Columns[at].Hash) : throw new LearningException($"features v{schema.Version} have no column '{name}'");
    }
}
