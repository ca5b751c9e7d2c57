namespace NetThreat.Learning.Drift;

/// <summary>Watches a stream of numbers for a change of its distribution. Not thread-safe. The memory does not grow with the stream.</summary>
public interface IDriftDetector
{
    /// <summary>Takes in the next value.</summary>
    /// <returns>Does the stream drift here?</returns>
    /// <exception cref="LearningException">The value is not finite.</exception>
    bool Update(double value);
}
