using NetThreat.Core.Randomness;

namespace NetThreat.Learning.Distances;

/// <summary>Rows drawn without replacement.</summary>
internal static class RowSample
{
    /// <summary><paramref name="size"/> of the rows 0 to <paramref name="count"/> - 1, ascending; all of them when there are no more.</summary>
    public static int[] Draw(int count, int size, ulong seed)
    {
        var rows = new int[count];
        for (int i = 0; i < count; i++) rows[i] = i;
        if (size >= count) return rows;
        var random = new Xoshiro256(seed);
        for (int i = 0; i < size; i++)
        {
            int other = random.Between(i, count - 1);
            (rows[i], rows[other]) = (rows[other], rows[i]);
        }
        Array.Resize(ref rows, size);
        Array.Sort(rows);
        return rows;
    }
}
