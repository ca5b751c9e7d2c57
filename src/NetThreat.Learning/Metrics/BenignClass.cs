namespace NetThreat.Learning.Metrics;

/// <summary>Which class means "nothing is wrong".</summary>
public static class BenignClass
{
    private static readonly string[] Names = ["benign", "normal", "background"];

    /// <summary>The first class named benign, normal or background in any case; without one, the first class.</summary>
    public static int Of(IReadOnlyList<string> classes)
    {
        for (int c = 0; c < classes.Count; c++)
            if (Names.Contains(classes[c], StringComparer.OrdinalIgnoreCase)) return c;
        return 0;
    }
}
