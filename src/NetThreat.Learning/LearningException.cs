namespace NetThreat.Learning;

/// <summary>Data, parameters or a model file that cannot be used. The message is one line that names the thing (row, column, parameter) and the fix.</summary>
public sealed class LearningException : Exception
{
    public LearningException(string message)
        : base(message)
    {
    }

    public LearningException(string message, Exception cause)
        : base(message, cause)
    {
    }
}
