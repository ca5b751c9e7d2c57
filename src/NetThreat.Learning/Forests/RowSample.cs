using NetThreat.Core.Randomness;

namespace NetThreat.Learning.Forests;

/// <summary>Random samples of row numbers.</summary>
internal static class RowSample
{
    /// <summary>Distinct rows, every set as likely as any other (Floyd's algorithm: Bentley and Floyd, "A sample of brilliance", 1987).</summary>
    public static int[] Without(int rows, int count, Xoshiro256 random)
    {
        var sample = new int[count];
        var drawn = new HashSet<int>(count);
        for (int i = 0, last = rows - count; i < count; i++, last++)
        {
            int row = random.Next(last + 1);
            if (!drawn.Add(row)) drawn.Add(row = last);
            sample[i] = row;
        }
        return sample;
    }
}
