namespace NetThreat.Testing.Crashes;

/// <summary>The process died here.</summary>
public sealed class CrashException(string boundary) : Exception($"crash {boundary}");

/// <summary>Counts the boundaries around effects and crashes at one of them, once.</summary>
public sealed class CrashPlan(int? at = null)
{
    private int? _at = at;

    /// <summary>Boundaries passed so far: one before and one after each effect.</summary>
    public int Boundaries { get; private set; }

    public void Pass(string boundary)
    {
        if (++Boundaries != _at) return;
        _at = null;
        throw new CrashException(boundary);
    }

    /// <summary>Carries out an effect between its two boundaries.</summary>
    public async ValueTask<T> AroundAsync<T>(string effect, Func<ValueTask<T>> act)
    {
        Pass($"before {effect}");
        var result = await act();
        Pass($"after {effect}");
        return result;
    }

    public async ValueTask AroundAsync(string effect, Func<ValueTask> act) => await AroundAsync(effect, async () =>
    {
        await act();
        return true;
    });
}
