using NetThreat.Core.Flows;
using NetThreat.Core.Identity;
using NetThreat.Core.Net;
using NetThreat.Core.Time;
using NetThreat.Learning;
using NetThreat.Learning.Manifests;
using NetThreat.Learning.SequenceWindows;
using NetThreat.Learning.Tables;

namespace NetThreat.Tests.Learning.SequenceWindows;

public class FlowSequencerTests
{
    private static readonly FeatureSchema Schema = new(1, [new("a", "count", "A.", null), new("b", "us", "B.", null), new("c", "us", "C.", null)]);

    [Fact]
    public void Windows_of_hosts_and_pairs_differ_in_the_peer()
    {
        var host = Sequencer(SequenceKind.Host);
        var pair = Sequencer(SequenceKind.Pair);
        var sequence = new float[4 * 3];

        Assert.Equal(1, host.Add("s", Flow(1, 2, 0, [1, 2, 3]), sequence));
        Assert.Equal(2, host.Add("s", Flow(1, 3, 5, [4, double.NaN, 6]), sequence));
        Assert.Equal([StepScale.Of(1), StepScale.Of(3), 0, StepScale.Of(4), StepScale.Of(6), StepScale.Of(5e6), 0, 0, 0, 0, 0, 0], sequence);
        Assert.Equal(1, host.Add("other", Flow(1, 3, 6, [4, 5, 6]), sequence));
        Assert.Equal(1, pair.Add("s", Flow(1, 2, 0, [1, 2, 3]), sequence));
        Assert.Equal(1, pair.Add("s", Flow(1, 3, 5, [1, 2, 3]), sequence));
        Assert.Equal(2, pair.Add("s", Flow(1, 2, 9, [1, 2, 3]), sequence));
    }

    [Fact]
    public void The_scale_is_a_signed_logarithm_and_what_is_unknown_is_0()
    {
        Assert.Equal(0, StepScale.Of(double.NaN));
        Assert.Equal(0, StepScale.Of(0));
        Assert.Equal((float)(Math.Log(1001) / 8), StepScale.Of(1000), 1e-6f);
        Assert.Equal(-StepScale.Of(12), StepScale.Of(-12));
        Assert.True(float.IsFinite(StepScale.Of(double.PositiveInfinity)));
    }

    [Fact]
    public void Packets_become_directions_lengths_and_gaps()
    {
        var columns = FlowSequencer.Columns(SequenceKind.Packets, [], Schema);
        var sequencer = new FlowSequencer(new(SequenceKind.Packets, 4), columns, Schema, 1);
        var sequence = new float[4 * 5];
        Array.Fill(sequence, 9);

        int steps = sequencer.Add("s", Flow(1, 2, 0, [1, 2, 3]) with { Sequence = new([60, -52], [0, 1000], [2, 0x11]) }, sequence);

        Assert.Equal(2, steps);
        Assert.Equal([1, StepScale.Of(60), 0, 1, 0, -1, StepScale.Of(52), StepScale.Of(1000), 0, 1], sequence[..10]);
        Assert.All(sequence[10..], v => Assert.Equal(0, v));
        Assert.Equal(0, sequencer.Add("s", Flow(1, 2, 0, [1, 2, 3]), sequence));
    }

    [Fact]
    public void More_packets_than_steps_are_cut()
    {
        var columns = FlowSequencer.Columns(SequenceKind.Packets, [], Schema);
        var sequencer = new FlowSequencer(new(SequenceKind.Packets, 2), columns, Schema, 1);

        Assert.Equal(2, sequencer.Add("s", Flow(1, 2, 0, [1, 2, 3]) with { Sequence = new([1, 2, 3], [0, 1, 2], [0, 0, 0]) }, new float[2 * 5]));
    }

    [Fact]
    public void Short_windows_and_records_without_features_give_nothing()
    {
        var sequencer = new FlowSequencer(new(SequenceKind.Host, 4, MinSteps: 2), FlowSequencer.Columns(SequenceKind.Host, ["a", "c"], Schema), Schema, 10);
        var sequence = new float[4 * 3];

        Assert.Equal(0, sequencer.Add("s", Flow(1, 2, 0, [1, 2, 3]), sequence));
        Assert.Equal(0, sequencer.Add("s", Flow(1, 2, 1, null), sequence));
        Assert.Equal(2, sequencer.Add("s", Flow(1, 2, 2, [1, 2, 3]), sequence));
    }

    [Fact]
    public void Columns_of_another_definition_are_refused()
    {
        var other = new FeatureSchema(2, [new("a", "count", "Something else.", null), new("c", "us", "C.", null)]);
        var columns = FlowSequencer.Columns(SequenceKind.Host, ["a", "c"], Schema);

        Assert.Contains("'a' has definition", Assert.Throws<LearningException>(() => new FlowSequencer(new(SequenceKind.Host, 4), columns, other, 10)).Message, StringComparison.Ordinal);
        Assert.Contains("no column 'x'", Assert.Throws<LearningException>(() => FlowSequencer.Columns(SequenceKind.Host, ["x"], Schema)).Message, StringComparison.Ordinal);
        Assert.Throws<LearningException>(() => new FlowSequencer(new(SequenceKind.Host, 4), ColumnSet.Of("a"), Schema, 10));
    }

    private static FlowSequencer Sequencer(SequenceKind kind) => new(new(kind, 4), FlowSequencer.Columns(kind, ["a", "c"], Schema), Schema, 10);

    private static FlowRecord Flow(uint from, uint to, long second, double[]? features) => new()
    {
        Id = default(Id128),
        Key = new(Address.FromV4(from), Address.FromV4(to), 1, 2, 6),
        Segment = 0,
        Final = true,
        EndReason = default,
        Start = Timestamp.FromSeconds(second),
        End = Timestamp.FromSeconds(second),
        Time = Timestamp.FromSeconds(second),
        Delta = default!,
        Total = default!,
        State = default,
        History = "",
        Features = features,
    };
}
