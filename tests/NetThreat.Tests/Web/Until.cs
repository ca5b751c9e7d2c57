namespace NetThreat.Tests.Web;

/// <summary>Waits for a condition; the bound only keeps a broken build from hanging.</summary>
internal static class Until
{
    private static readonly TimeSpan s_bound = TimeSpan.FromMinutes(1);

    public static async Task<T> NotNullAsync<T>(Func<Task<T?>> look) where T : struct
    {
        using var bound = new CancellationTokenSource(s_bound);
        while (true)
        {
            if (await look() is { } found) return found;
            await Task.Delay(20, bound.Token);
        }
    }

    public static Task TrueAsync(Func<Task<bool>> look) => NotNullAsync(async () => await look() ? true : (bool?)null);
}
