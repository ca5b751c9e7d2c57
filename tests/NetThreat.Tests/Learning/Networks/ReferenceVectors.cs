using System.Text.Json;
using NetThreat.Learning.Networks.Layers;
using NetThreat.Testing;

namespace NetThreat.Tests.Learning.Networks;

/// <summary>Reading the reference vectors of networks, and comparing with them.</summary>
internal static class ReferenceVectors
{
    public static JsonElement Read(string file)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Data.Path("learning/" + file)));
        return document.RootElement.Clone();
    }

    /// <summary>All numbers of nested lists, in order.</summary>
    public static double[] Flat(JsonElement element) =>
        element.ValueKind == JsonValueKind.Array ? [.. element.EnumerateArray().SelectMany(Flat)] : [element.GetDouble()];

    public static int[] Integers(JsonElement element) => [.. element.EnumerateArray().Select(e => e.GetInt32())];

    /// <summary>Puts the named lists into the parameters.</summary>
    public static void Set(Layer<double> network, JsonElement values, IReadOnlyList<string> names)
    {
        Assert.Equal(names.Count, network.Parameters.Count);
        for (int i = 0; i < names.Count; i++) Flat(values.GetProperty(names[i])).CopyTo(network.Parameters[i].Values.AsSpan());
        network.Refresh();
    }

    public static void Near(JsonElement expected, ReadOnlySpan<double> actual, double tolerance, string what) => Near(Flat(expected), actual, tolerance, what);

    public static void Near(ReadOnlySpan<double> expected, ReadOnlySpan<double> actual, double tolerance, string what)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
            Assert.True(Math.Abs(expected[i] - actual[i]) <= tolerance, $"{what}[{i}]: expected {expected[i]:R}, got {actual[i]:R}");
    }

    /// <summary>The reference values as a batch of sequences.</summary>
    public static Batch<double> Batch(JsonElement values, int sequences, int steps, int width)
    {
        var batch = new Batch<double>();
        batch.Shape(sequences, steps, width);
        Flat(values).CopyTo(batch.Values);
        return batch;
    }
}
