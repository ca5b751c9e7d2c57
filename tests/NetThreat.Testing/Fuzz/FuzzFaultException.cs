namespace NetThreat.Testing.Fuzz;

/// <summary>What a parser promises did not hold: it did not throw, but its result is impossible or it took too much.</summary>
public sealed class FuzzFaultException : Exception
{
    public FuzzFaultException(string message) : base(message)
    {
    }

    public FuzzFaultException()
    {
    }

    public FuzzFaultException(string message, Exception inner) : base(message, inner)
    {
    }
}
