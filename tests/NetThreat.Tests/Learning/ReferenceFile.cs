using System.Globalization;
using System.Text.Json;
using NetThreat.Testing;

namespace NetThreat.Tests.Learning;

/// <summary>Reads the files of inputs and expected outputs that established libraries made.</summary>
internal static class ReferenceFile
{
    public static JsonElement Read(string name)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Data.Path($"learning/{name}")));
        return document.RootElement.Clone();
    }

    /// <summary>null is NaN.</summary>
    public static double Number(this JsonElement e) => e.ValueKind == JsonValueKind.Null ? double.NaN : e.GetDouble();

    public static double[] Numbers(this JsonElement e) => [.. e.EnumerateArray().Select(Number)];

    public static int[] Integers(this JsonElement e) => [.. e.EnumerateArray().Select(v => v.GetInt32())];

    public static string[] Texts(this JsonElement e) => [.. e.EnumerateArray().Select(v => v.ValueKind == JsonValueKind.String ? v.GetString()! : v.GetRawText())];

    public static double[][] Table(this JsonElement e) => [.. e.EnumerateArray().Select(Numbers)];

    public static string Name(this JsonElement e) => e.GetProperty("name").GetString()!;

    /// <summary>Within an absolute and a relative tolerance; NaN stands for NaN alone.</summary>
    public static void Near(double expected, double actual, double tolerance, string what, double relative = 0)
    {
        if (double.IsNaN(expected) && double.IsNaN(actual)) return;
        Assert.True(Math.Abs(actual - expected) <= tolerance + relative * Math.Abs(expected), string.Create(CultureInfo.InvariantCulture, $"{what}: expected {expected}, got {actual}"));
    }
}
