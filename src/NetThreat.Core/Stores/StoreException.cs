namespace NetThreat.Core.Stores;

/// <summary>A store cannot do its work. The message is one line that names the place and the fix.</summary>
public sealed class StoreException : Exception
{
    public StoreException(string message, bool isTransient, Exception? inner = null) : base(message, inner) => IsTransient = isTransient;

    public StoreException(string message) : base(message)
    {
    }

    public StoreException(string message, Exception inner) : base(message, inner)
    {
    }

    public StoreException()
    {
    }

    /// <summary>True when trying again later may help (busy, away, disk full); false when people must act first.</summary>
    public bool IsTransient { get; }
}
