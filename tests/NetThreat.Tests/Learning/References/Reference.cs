using System.Text.Json;
using NetThreat.Testing;

namespace NetThreat.Tests.Learning.References;

/// <summary>Numbers of a file of reference vectors.</summary>
internal static class Reference
{
    public static JsonElement Read(string file)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Data.Path($"learning/{file}")));
        return document.RootElement.Clone();
    }

    public static double Number(this JsonElement element, string name) => element.GetProperty(name).GetDouble();

    public static int Whole(this JsonElement element, string name) => element.GetProperty(name).GetInt32();

    public static string Text(this JsonElement element, string name) => element.GetProperty(name).GetString()!;

    /// <summary>null, which stands for undefined, is NaN.</summary>
    public static double Number(this JsonElement element) => element.ValueKind == JsonValueKind.Null ? double.NaN : element.GetDouble();

    public static double[] Numbers(this JsonElement element) => [.. element.EnumerateArray().Select(Number)];

    public static int[] Wholes(this JsonElement element) => [.. element.EnumerateArray().Select(e => e.GetInt32())];

    public static string[] Texts(this JsonElement element) => [.. element.EnumerateArray().Select(e => e.GetString()!)];

    public static double[][] Table(this JsonElement element) => [.. element.EnumerateArray().Select(Numbers)];

    public static string Name(this JsonElement element) => element.Text("name");

    public static double[] Numbers(this JsonElement element, string name) => element.GetProperty(name).Numbers();

    public static int[] Wholes(this JsonElement element, string name) => element.GetProperty(name).Wholes();

    public static long[] Counts(this JsonElement element, string name) => [.. element.GetProperty(name).EnumerateArray().Select(e => e.GetInt64())];

    public static IEnumerable<JsonElement> Items(this JsonElement element, string name) => element.GetProperty(name).EnumerateArray();

    public static double[][] Table(this JsonElement element, string name) => element.GetProperty(name).Table();

    public static void Close(double expected, double actual, double tolerance, string? what = null) =>
        Assert.True(Math.Abs(expected - actual) <= tolerance, $"{what}: expected {expected:r}, got {actual:r}");

    public static void CloseRelative(double expected, double actual, double tolerance, string? what = null) =>
        Close(expected, actual, tolerance * Math.Abs(expected), what);

    /// <summary>Within an absolute and a relative tolerance; NaN stands for NaN alone.</summary>
    public static void Near(double expected, double actual, double tolerance, string what, double relative = 0)
    {
        if (!double.IsNaN(expected) || !double.IsNaN(actual)) Close(expected, actual, tolerance + relative * Math.Abs(expected), what);
    }

    public static void Close(double[] expected, ReadOnlySpan<double> actual, double tolerance, string? what = null)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++) Close(expected[i], actual[i], tolerance, $"{what}[{i}]");
    }
}
