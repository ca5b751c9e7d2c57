namespace NetThreat.Learning.Metrics;

/// <summary>Decisions within one group (a capture, a site, a protocol). Rates of a class that does not occur are 0.</summary>
/// <param name="SelectionRate">Share flagged.</param>
/// <param name="FalseNegativeRate">1 - true-positive rate where the group has positive rows, else 0.</param>
public sealed record GroupRates(string Group, int Rows, double SelectionRate, double TruePositiveRate, double FalsePositiveRate, double FalseNegativeRate);

/// <summary>
/// Does a model decide alike in all groups? Differences are the largest minus the smallest rate, ratios the smallest by the largest; 0/0 is
/// NaN (definitions of Hardt, Price and Srebro 2016, "Equality of opportunity in supervised learning").
/// </summary>
public sealed class GroupMetrics
{
    private readonly GroupRates[] _groups;

    /// <param name="positive">What the rows are.</param>
    /// <param name="flagged">What was decided.</param>
    /// <param name="groups">The group of every row.</param>
    public GroupMetrics(ReadOnlySpan<bool> positive, ReadOnlySpan<bool> flagged, ReadOnlySpan<string> groups)
    {
        if (positive.Length != flagged.Length || positive.Length != groups.Length) throw new LearningException($"{positive.Length} labels, {flagged.Length} decisions and {groups.Length} groups: one of each per row");
        if (positive.IsEmpty) throw new LearningException("no rows to compare groups of");
        var counts = new SortedDictionary<string, (int Rows, int Flagged, int Positive, int Hits)>(StringComparer.Ordinal);
        for (int r = 0; r < groups.Length; r++)
        {
            var c = counts.GetValueOrDefault(groups[r]);
            counts[groups[r]] = (c.Rows + 1, c.Flagged + One(flagged[r]), c.Positive + One(positive[r]), c.Hits + One(flagged[r] && positive[r]));
        }
        _groups = [.. counts.Select(c => RatesOf(c.Key, c.Value.Rows, c.Value.Flagged, c.Value.Positive, c.Value.Hits))];
    }

    /// <summary>In the order of their names.</summary>
    public IReadOnlyList<GroupRates> Groups => _groups;

    public double DemographicParityDifference => Spread(g => g.SelectionRate);

    public double DemographicParityRatio => Ratio(g => g.SelectionRate);

    /// <summary>The larger spread of true- and false-positive rate.</summary>
    public double EqualizedOddsDifference => Math.Max(Spread(g => g.TruePositiveRate), Spread(g => g.FalsePositiveRate));

    /// <summary>The mean of both spreads.</summary>
    public double EqualizedOddsMeanDifference => (Spread(g => g.TruePositiveRate) + Spread(g => g.FalsePositiveRate)) / 2;

    /// <summary>The smaller ratio of true- and false-positive rate; one that is 0/0 is left out.</summary>
    public double EqualizedOddsRatio
    {
        get
        {
            double hits = Ratio(g => g.TruePositiveRate), alarms = Ratio(g => g.FalsePositiveRate);
            return double.IsNaN(hits) ? alarms : double.IsNaN(alarms) ? hits : Math.Min(hits, alarms);
        }
    }

    public double EqualOpportunityDifference => Spread(g => g.TruePositiveRate);

    public double EqualOpportunityRatio => Ratio(g => g.TruePositiveRate);

    private static GroupRates RatesOf(string group, int rows, int flagged, int positive, int hits)
    {
        double detected = positive == 0 ? 0 : (double)hits / positive;
        return new(group, rows, (double)flagged / rows, detected, rows == positive ? 0 : (double)(flagged - hits) / (rows - positive), positive == 0 ? 0 : 1 - detected);
    }

    private double Spread(Func<GroupRates, double> rate) => _groups.Max(rate) - _groups.Min(rate);

    private double Ratio(Func<GroupRates, double> rate) => _groups.Min(rate) / _groups.Max(rate);

    private static int One(bool yes) => yes ? 1 : 0;
}
