using System.Globalization;

namespace NetThreat.Capture.Live;

/// <summary>When an interface could not be seen, for people and the ledger. How many packets that cost nobody knows: an interval counts as one loss.</summary>
internal sealed class BlindTime(string name, TimeProvider time)
{
    private readonly Lock _gate = new();
    private DateTimeOffset _since;
    private TimeSpan _total;
    private string _why = "";
    private bool _now;

    public long Intervals { get; private set; }

    /// <summary>One line while blind, another one afterwards; none before.</summary>
    public IReadOnlyList<string> Words
    {
        get
        {
            lock (_gate)
            {
                if (_now) return [$"'{name}' {_why}: nothing is seen of it since {Text(_since)}"];
                return Intervals == 0 ? [] : [$"'{name}' was away {(Intervals == 1 ? "once" : $"{Intervals} times")}, {_total.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture)} s in all, last from {Text(_since)}"];
            }
        }
    }

    public void Begin(string why)
    {
        lock (_gate)
        {
            (_now, _why, _since) = (true, why, time.GetUtcNow());
            Intervals++;
        }
    }

    /// <summary>Another reason why it is not back.</summary>
    public void StillBecause(string why)
    {
        // The message of an opening names the interface, and so does the line.
        lock (_gate) _why = why.StartsWith($"'{name}' ", StringComparison.Ordinal) ? why[(name.Length + 3)..] : $"is not back ({why})";
    }

    public void End()
    {
        lock (_gate)
        {
            _now = false;
            _total += time.GetUtcNow() - _since;
        }
    }

    private static string Text(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
