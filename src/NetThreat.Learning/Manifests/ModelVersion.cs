namespace NetThreat.Learning.Manifests;

/// <summary>Orders versions as people read them: part by part, numbers by value ("1.10" after "1.9"), other parts by letters and before a number.</summary>
public sealed class ModelVersion : IComparer<string>
{
    public static ModelVersion Order { get; } = new();

    public int Compare(string? x, string? y)
    {
        string[] a = (x ?? "").Split('.', '-', '_'), b = (y ?? "").Split('.', '-', '_');
        for (int i = 0; i < Math.Min(a.Length, b.Length); i++)
            if (Part(a[i], b[i]) is var order and not 0) return order;
        return a.Length != b.Length ? a.Length.CompareTo(b.Length) : string.CompareOrdinal(x, y);
    }

    private static int Part(string a, string b)
    {
        bool numberA = IsNumber(a), numberB = IsNumber(b);
        if (numberA != numberB) return numberA ? 1 : -1;
        if (!numberA) return string.CompareOrdinal(a, b);
        a = a.TrimStart('0');
        b = b.TrimStart('0');
        return a.Length != b.Length ? a.Length.CompareTo(b.Length) : string.CompareOrdinal(a, b);
    }

    private static bool IsNumber(string part) => part.Length > 0 && part.All(char.IsAsciiDigit);
}
