using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using NetThreat.Learning.Tables;

namespace NetThreat.Learning.Training;

/// <summary>SHA-256 over what was learned from: names of columns and classes, values, labels.</summary>
internal static class TableDigest
{
    public static string Of(TrainingData data) => Of(data.Columns, data.Classes, data.Features.Values, data.Labels);

    public static string Of(SequenceData data) => Of(data.Columns, data.Classes, data.Inputs.Values, [.. data.Inputs.Lengths, .. data.Labels ?? []]);

    private static string Of(ColumnSet columns, IEnumerable<string> classes, float[] values, int[]? labels)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var name in columns.Columns.Select(c => c.Name).Append("").Concat(classes)) hash.AppendData(Encoding.UTF8.GetBytes(name + "\n"));
        hash.AppendData(MemoryMarshal.AsBytes(values.AsSpan()));
        hash.AppendData(MemoryMarshal.AsBytes(labels.AsSpan()));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
