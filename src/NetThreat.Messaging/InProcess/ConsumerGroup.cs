using NetThreat.Core.Bus;

namespace NetThreat.Messaging.InProcess;

/// <summary>
/// The positions of one group in one topic and who owns which partition. A partition that moves is first given up by its owner (in the
/// owner's poll, or as it leaves), then taken by the next: no two members ever own it at once. Guarded by its topic's lock.
/// </summary>
internal sealed class ConsumerGroup
{
    private readonly TopicLog _log;
    private readonly List<GroupConsumer> _members = [];
    private readonly GroupConsumer?[] _target;
    private readonly GroupConsumer?[] _owner;
    private readonly long[] _epoch;
    private readonly long[] _start;
    private readonly long[] _committed;
    private readonly long[] _position;

    public ConsumerGroup(TopicLog log, long firstEpoch)
    {
        _log = log;
        int n = log.Partitions.Count;
        _target = new GroupConsumer?[n];
        _owner = new GroupConsumer?[n];
        _committed = new long[n];
        _epoch = [.. Enumerable.Repeat(firstEpoch - 1, n)];
        _start = [.. log.Partitions.Select(p => p.Begin)];
        _position = [.. _start];
    }

    /// <summary>Nothing before it is needed by this group any more.</summary>
    public long Done(int partition) => Math.Max(_committed[partition], _start[partition]);

    public long Position(int partition) => _position[partition];

    public long Committed(int partition) => _committed[partition];

    public GroupConsumer? Owner(int partition) => _owner[partition];

    public void Add(GroupConsumer member)
    {
        _members.Add(member);
        Rebalance();
    }

    public void Remove(GroupConsumer member)
    {
        _members.Remove(member);
        for (int p = 0; p < _owner.Length; p++)
            if (ReferenceEquals(_owner[p], member)) GiveUp(p);
        Rebalance();
    }

    /// <summary>Carries out what changed for this member since its last poll; null when nothing did.</summary>
    public PollResult? TakeChanges(GroupConsumer member)
    {
        List<int>? revoked = null;
        List<PartitionAssignment>? assigned = null;
        for (int p = 0; p < _owner.Length; p++)
        {
            bool wanted = ReferenceEquals(_target[p], member);
            if (!wanted && ReferenceEquals(_owner[p], member))
            {
                GiveUp(p);
                _target[p]?.Wake.Signal();
                (revoked ??= []).Add(p);
            }
            else if (wanted && _owner[p] is null)
            {
                _owner[p] = member;
                (assigned ??= []).Add(new(p, ++_epoch[p]));
            }
        }
        return revoked is null && assigned is null ? null : new(revoked ?? [], assigned ?? [], []);
    }

    public void WakeAll()
    {
        foreach (var m in _members) m.Wake.Signal();
    }

    public void MoveTo(int partition, long offset)
    {
        _position[partition] = offset;
        _log.MakeRoom(partition);
        _log.Trim(partition);
    }

    public void Commit(int partition, long offset)
    {
        _committed[partition] = Math.Max(_committed[partition], offset);
        _log.Trim(partition);
    }

    /// <summary>The next owner begins at what was committed, as it would after a crash.</summary>
    private void GiveUp(int partition)
    {
        _owner[partition] = null;
        MoveTo(partition, Done(partition));
    }

    private void Rebalance()
    {
        GroupAssignment.Balance(_members, _target);
        WakeAll();
    }
}
