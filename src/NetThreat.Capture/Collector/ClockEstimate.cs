namespace NetThreat.Capture.Collector;

/// <summary>
/// How far an exporter's clock stands from ours: the smallest difference of receipt and export over the last one to two minutes, since
/// transport and waiting only ever add to it. Event time alone decides.
/// </summary>
internal struct ClockEstimate
{
    private const long Window = 60_000_000_000;

    private long _current, _previous, _from;
    private bool _any;

    /// <summary>Nanoseconds to add to the exporter's times; 0 before anything is known.</summary>
    public readonly long Offset => _any ? Math.Min(_current, _previous) : 0;

    public void Observe(in ExportHeader header)
    {
        if (header.Exported == 0) return;
        long difference = header.Received - header.Exported;
        if (!_any) (_any, _current, _previous, _from) = (true, difference, difference, header.Received);
        else if (header.Received - _from is >= Window or < 0) (_previous, _current, _from) = (_current, difference, header.Received);
        else _current = Math.Min(_current, difference);
    }
}
