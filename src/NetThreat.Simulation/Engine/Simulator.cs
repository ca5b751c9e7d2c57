using NetThreat.Core.Net;
using NetThreat.Simulation.Frames;

namespace NetThreat.Simulation.Engine;

/// <summary>
/// Runs processes in the order of simulated time. A process is an iterator of the times at which it wants to go on; between two of
/// them it sends at most one packet. Processes of the same time go on in the order in which they asked for it, so that a run is a
/// function of its processes alone. Memory is bounded by the processes alive.
/// </summary>
internal sealed class Simulator
{
    private readonly PriorityQueue<Running, Due> _queue = new();
    private long _order;
    private bool _sent;
    private AttackTally? _tally;

    /// <summary>Simulated time since the start of the scenario.</summary>
    public TimeSpan Now { get; private set; }

    public ReadOnlySpan<byte> Frame => Writer.Frame;

    /// <summary>When the next process goes on; null when none is left.</summary>
    public TimeSpan? NextDue => _queue.TryPeek(out _, out var due) ? TimeSpan.FromTicks(due.Ticks) : null;

    /// <summary>Services whose backlog is full: a SYN to them is dropped.</summary>
    public HashSet<(Address Address, ushort Port)> Saturated { get; } = [];

    private FrameWriter Writer { get; } = new();

    /// <summary>Starts a process now. It belongs to the attack of the process that starts it, if any.</summary>
    public void Start(IEnumerable<TimeSpan> process, AttackTally? tally = null) => Schedule(new(process.GetEnumerator(), tally ?? _tally), Now);

    /// <summary>The writer for this step's packet.</summary>
    /// <exception cref="InvalidOperationException">The process has already sent one since it last waited.</exception>
    public FrameWriter Send()
    {
        if (_sent) throw new InvalidOperationException("a process sent two packets in one step");
        _sent = true;
        _tally?.Count(Now);
        return Writer;
    }

    /// <summary>Runs up to the next packet, which is then in <see cref="Frame"/>, or until nothing is due by the limit (false).</summary>
    public bool Advance(TimeSpan limit)
    {
        for (_sent = false; _queue.TryPeek(out var running, out var due) && due.Ticks <= limit.Ticks;)
        {
            _queue.Dequeue();
            Now = TimeSpan.FromTicks(due.Ticks);
            _tally = running.Tally;
            if (running.Process.MoveNext()) Schedule(running, running.Process.Current);
            else running.Process.Dispose();
            _tally = null;
            if (_sent) return true;
        }

        return false;
    }

    private void Schedule(Running running, TimeSpan time) => _queue.Enqueue(running, new(Math.Max(time.Ticks, Now.Ticks), _order++));

    private readonly record struct Running(IEnumerator<TimeSpan> Process, AttackTally? Tally);

    private readonly record struct Due(long Ticks, long Order) : IComparable<Due>
    {
        public int CompareTo(Due other) => Ticks != other.Ticks ? Ticks.CompareTo(other.Ticks) : Order.CompareTo(other.Order);
    }
}
