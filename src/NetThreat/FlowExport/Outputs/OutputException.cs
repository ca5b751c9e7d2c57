namespace NetThreat.FlowExport.Outputs;

/// <summary>An output that cannot be written. The message is one line that names it and the fix.</summary>
internal sealed class OutputException : Exception
{
    public OutputException(string message) : base(message)
    {
    }

    public OutputException(string message, Exception inner) : base(message, inner)
    {
    }

    public OutputException()
    {
    }

    /// <summary>The reader of standard output has left, as head does: nothing is wrong.</summary>
    public bool ReaderLeft { get; private init; }

    public static OutputException Of(string path, Exception e) =>
        new(OutputFile.Explain(path, e), e) { ReaderLeft = path == OutputFile.StandardOutput && OutputFile.IsBrokenPipe(e) };
}
