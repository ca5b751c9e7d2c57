using Xunit;

namespace NetThreat.Testing;

/// <summary>A test that reads the shared data folder; skipped, with the reason, where it is absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class DataFactAttribute : FactAttribute
{
    public DataFactAttribute()
    {
        if (Data.Root is null) Skip = "no data folder: set NETTHREAT_DATA";
    }
}

/// <summary>A theory that reads the shared data folder; skipped, with the reason, where it is absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class DataTheoryAttribute : TheoryAttribute
{
    public DataTheoryAttribute()
    {
        if (Data.Root is null) Skip = "no data folder: set NETTHREAT_DATA";
    }
}
