namespace NetThreat.Messaging.InProcess;

/// <summary>Shares partitions among the members of a group: as even as possible, moving as few as possible.</summary>
internal static class GroupAssignment
{
    /// <param name="members">In the order they joined.</param>
    /// <param name="target">Per partition its owner; overwritten. Owners that are no members lose theirs.</param>
    public static void Balance<T>(IReadOnlyList<T> members, T?[] target) where T : class
    {
        var free = new SortedSet<int>(Enumerable.Range(0, target.Length).Where(p => target[p] is not { } owner || !members.Contains(owner)));
        foreach (int p in free) target[p] = null;
        if (members.Count == 0) return;
        var room = new Dictionary<T, int>(ReferenceEqualityComparer.Instance);
        int extra = target.Length % members.Count;
        // Those that hold most take the larger shares: nothing moves that need not.
        foreach (var member in members.OrderByDescending(m => target.Count(t => ReferenceEquals(t, m))))
        {
            int quota = target.Length / members.Count + (extra-- > 0 ? 1 : 0), held = 0;
            for (int p = 0; p < target.Length; p++)
            {
                if (!ReferenceEquals(target[p], member) || ++held <= quota) continue;
                target[p] = null;
                free.Add(p);
            }
            room[member] = quota - Math.Min(held, quota);
        }
        foreach (var member in members)
            for (int n = room[member]; n > 0; n--)
            {
                target[free.Min] = member;
                free.Remove(free.Min);
            }
    }
}
