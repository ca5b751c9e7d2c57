namespace NetThreat.Learning.Trees.Scoring;

/// <summary>Whether a descent asks each node where missing values go: known when the code is compiled, so that rows without NaN do not pay.</summary>
internal interface IMissing
{
    static abstract bool Possible { get; }
}

internal readonly struct MayBeMissing : IMissing
{
    public static bool Possible => true;
}

internal readonly struct NoneMissing : IMissing
{
    public static bool Possible => false;
}
