namespace NetThreat.Detection;

/// <summary>What was last reported of a growing finding, and when it is worth the next revision.</summary>
internal sealed class ReportState
{
    private const double Growth = 1.5;

    public int Revision { get; private set; }

    private long _magnitude;

    /// <summary>Decides on the next revision.</summary>
    /// <param name="magnitude">How much there is; 0 where the thresholds are not met.</param>
    /// <param name="last">The episode ends: any growth is worth it.</param>
    public bool Next(long magnitude, bool last)
    {
        if (magnitude == 0 || magnitude <= _magnitude || (!last && Revision > 0 && magnitude < Growth * _magnitude)) return false;
        _magnitude = magnitude;
        Revision++;
        return true;
    }

    public void Save(BinaryWriter w)
    {
        w.Write(Revision);
        w.Write(_magnitude);
    }

    public void Load(BinaryReader r)
    {
        Revision = r.ReadInt32();
        _magnitude = r.ReadInt64();
    }
}
