using System.Globalization;

namespace NetThreat.Benchmarks.Learning;

/// <summary>What decides whether a row meets its goal.</summary>
internal enum LearningGoal
{
    /// <summary>Ours over the peer's is at least the limit.</summary>
    RatioAtLeast,

    /// <summary>Ours over the peer's is at most the limit.</summary>
    RatioAtMost,

    /// <summary>Ours is at least the limit, whatever a peer does.</summary>
    AtLeast,

    /// <summary>Ours is at most the limit.</summary>
    AtMost,
}

/// <summary>One line of the speed table.</summary>
/// <param name="Unit">Of both sides' numbers, for example "rows/CPU s".</param>
/// <param name="Peer">The peer's number, or null with the reason in <paramref name="PeerName"/>.</param>
internal sealed record LearningRow(string Work, double Ours, string Unit, string PeerName, double? Peer, LearningGoal Goal, double Limit, string Note = "")
{
    public const string Header = "| work | ours | peer | ratio | goal | |\n|---|---|---|---|---|---|";

    private double Judged => Goal is LearningGoal.RatioAtLeast or LearningGoal.RatioAtMost ? Ours / (Peer ?? double.NaN) : Ours;

    public override string ToString()
    {
        string peer = Peer is { } value ? $"{Number(value)} {Unit} ({PeerName})" : PeerName, ratio = Peer is { } p ? $"{Number(Ours / p)}x" : "";
        return $"| {Work} | {Number(Ours)} {Unit}{Note} | {peer} | {ratio} | {Bound} | {Verdict} |";
    }

    private string Bound => (Goal is LearningGoal.RatioAtLeast or LearningGoal.AtLeast ? "at least " : "at most ") + Number(Limit) + (Goal is LearningGoal.RatioAtLeast or LearningGoal.RatioAtMost ? "x" : $" {Unit}");

    private string Verdict => double.IsNaN(Judged) ? "not measured" : (Goal is LearningGoal.RatioAtLeast or LearningGoal.AtLeast ? Judged >= Limit : Judged <= Limit) ? "met" : "**missed**";

    private static string Number(double value) => value.ToString(value >= 1000 ? "#,0" : value >= 10 ? "0.0" : "0.00", CultureInfo.InvariantCulture);
}
