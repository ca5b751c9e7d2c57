using NetThreat.Messaging.InProcess;

namespace NetThreat.Tests.Messaging;

public sealed class GroupAssignmentTests
{
    [Fact]
    public void Shares_are_even_and_nothing_moves_that_need_not()
    {
        var random = new Random(11);
        for (int n = 0; n < 2000; n++)
        {
            var target = new string?[random.Next(1, 13)];
            var members = new List<string>();
            for (int step = 0; step < 8; step++)
            {
                var before = (string?[])target.Clone();
                int count = members.Count;
                if (members.Count == 0 || random.Next(2) == 0) members.Add($"m{n}/{step}");
                else members.RemoveAt(random.Next(members.Count));
                GroupAssignment.Balance(members, target);
                if (members.Count == 0)
                {
                    Assert.All(target, Assert.Null);
                    continue;
                }
                var shares = members.Select(m => target.Count(t => t == m)).ToList();
                Assert.Equal(target.Length, shares.Sum());
                Assert.InRange(shares.Max() - shares.Min(), 0, 1);
                int moved = Enumerable.Range(0, target.Length).Count(p => before[p] is { } b && members.Contains(b) && target[p] != b);
                Assert.InRange(moved, 0, members.Count > count ? target.Length / members.Count + 1 : 0);
            }
        }
    }
}
