using NetThreat.Learning.Boosting.Growing;

namespace NetThreat.Learning.Boosting.Losses;

/// <summary>What boosting makes small. Margins are kept one array per tree of a round.</summary>
internal interface ILoss
{
    /// <summary>Trees of a round, one for each margin of a row.</summary>
    int Margins { get; }

    /// <summary>The margins that fit best without any column.</summary>
    double[] Base(ReadOnlySpan<int> labels, ReadOnlySpan<float> weights);

    /// <summary>Works out, once a round, what the gradients of all margins share.</summary>
    void Begin(double[][] margins);

    /// <summary>The gradients by one of the margins, of the rows from one to another.</summary>
    void Gradients(int margin, double[][] margins, ReadOnlySpan<int> labels, ReadOnlySpan<float> weights, int from, Span<GradientPair> pairs);

    /// <summary>The loss of one row of weight 1.</summary>
    double Of(double[][] margins, int row, int label);
}
