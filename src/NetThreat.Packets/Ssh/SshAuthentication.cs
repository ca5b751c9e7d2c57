namespace NetThreat.Packets.Ssh;

/// <summary>
/// Guesses from the sizes of the server's encrypted segments how authentication went: the answer to the service request comes first; success is
/// shorter than that by 16 bytes, since the message is one byte beside seventeen; every failure has one size of its own (Zeek's reasoning).
/// </summary>
internal sealed class SshAuthentication
{
    private int _accept, _failure;

    public int Attempts { get; private set; }

    /// <summary>Null while nothing tells.</summary>
    public bool? Success { get; private set; }

    /// <summary>Takes in the size of a segment.</summary>
    /// <returns>False when it is decided.</returns>
    public bool Add(int size)
    {
        if (_accept == 0)
        {
            _accept = size;
            return true;
        }

        if (size + 16 == _accept)
        {
            Attempts++;
            Success = true;
            return false;
        }

        if (_failure == 0)
        {
            // Longer ones are a banner, or more of the key exchange.
            if (size > 2 * _accept) return true;
            _failure = size;
            Attempts++;
            Success = false;
            return true;
        }

        if (size == _failure) Attempts++;
        return true;
    }
}
