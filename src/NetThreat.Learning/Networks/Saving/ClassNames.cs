using System.Collections.Immutable;
using NetThreat.Learning.Saving;

namespace NetThreat.Learning.Networks.Saving;

/// <summary>The names of classes, and the row that explanations start from, in a model file.</summary>
internal static class ClassNames
{
    private const int MaxClasses = 4096;

    public static void Write(ModelWriter writer, ImmutableArray<string> classes)
    {
        writer.Write(classes.Length);
        foreach (var name in classes) writer.Write(name);
    }

    public static ImmutableArray<string> Read(ModelReader reader)
    {
        var names = new string[reader.ReadCount(2, MaxClasses)];
        for (int i = 0; i < names.Length; i++) names[i] = reader.ReadString();
        return [.. names];
    }

    /// <summary>Finite values, one per column.</summary>
    public static float[] ReadBaseline(ModelReader reader, int columns)
    {
        var values = reader.ReadArray<float>(columns);
        int bad = Array.FindIndex(values, v => !float.IsFinite(v));
        return bad < 0 ? values : throw ModelReader.Broken($"the baseline of column {bad + 1} is {values[bad]}");
    }
}
