namespace NetThreat.Evaluation;

/// <summary>Finds the shortest prefix of the records that already shows an incident.</summary>
internal static class DetectionDelay
{
    /// <summary>
    /// Bisection between the empty prefix, which shows nothing, and all records, which are known to show it. It assumes that a longer
    /// prefix shows what a shorter one did; whatever the records, the result n is one at which prefix n shows it and n - 1 does not.
    /// </summary>
    /// <param name="records">How many records there are; at least 1.</param>
    /// <param name="shows">Whether the first n records show it.</param>
    public static async Task<int> ShortestPrefixAsync(int records, Func<int, Task<bool>> shows)
    {
        int without = 0, with = records;
        while (with - without > 1)
        {
            int middle = without + (with - without) / 2;
            if (await shows(middle)) with = middle;
            else without = middle;
        }

        return with;
    }
}
