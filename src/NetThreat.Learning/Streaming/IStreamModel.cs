using NetThreat.Learning.Saving;
using NetThreat.Learning.Tables;

namespace NetThreat.Learning.Streaming;

/// <summary>
/// A model that learns as rows pass, in memory that does not grow: a row is scored by what came before it, then learned. The same rows in
/// the same order give the same scores to the bit, across a save and restore as well. Not thread-safe: one stream of rows, one instance.
/// </summary>
public interface IStreamModel
{
    /// <summary>The kind's name in saved state.</summary>
    string Kind { get; }

    /// <summary>The columns of a row.</summary>
    ColumnSet Columns { get; }

    /// <summary>Has it seen enough rows to score?</summary>
    bool Ready { get; }

    /// <summary>How abnormal a row is, higher for less normal; NaN until <see cref="Ready"/>. Changes nothing and allocates nothing.</summary>
    /// <exception cref="LearningException">The row has the wrong width or a value that is not finite.</exception>
    double Score(ReadOnlySpan<float> row);

    /// <summary>Takes a row in. Allocates nothing once the model is ready.</summary>
    /// <exception cref="LearningException">The row has the wrong width or a value that is not finite; it is not learned.</exception>
    void Learn(ReadOnlySpan<float> row);

    /// <summary>Writes all state.</summary>
    void Save(ModelWriter writer);
}

/// <summary>What all models of streams do alike.</summary>
public static class StreamModels
{
    /// <summary>Scores a row by what came before it, then learns it.</summary>
    public static double ScoreThenLearn(this IStreamModel model, ReadOnlySpan<float> row)
    {
        double score = model.Score(row);
        model.Learn(row);
        return score;
    }
}
