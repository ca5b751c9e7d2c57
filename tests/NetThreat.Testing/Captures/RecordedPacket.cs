namespace NetThreat.Testing.Captures;

/// <summary>A packet to write to, or read from, a capture.</summary>
/// <param name="Wire">Length on the wire; 0 stands for the captured length.</param>
public sealed record RecordedPacket(long Nanoseconds, byte[] Data, int Wire = 0, int Interface = 0)
{
    public int WireLength => Wire == 0 ? Data.Length : Wire;
}
