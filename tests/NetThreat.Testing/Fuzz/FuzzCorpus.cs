using System.Globalization;
using System.Security.Cryptography;

namespace NetThreat.Testing.Fuzz;

/// <summary>Inputs that once failed, one file each: fixtures/fuzz/TARGET/DIGEST-KIND.bin. Tests replay all of them.</summary>
public static class FuzzCorpus
{
    public static string Folder { get; } = Path.Combine(Data.Repository, "tests", "fixtures", "fuzz");

    public static IEnumerable<(string Target, string File, FuzzInput Input)> Read()
    {
        if (!Directory.Exists(Folder)) yield break;
        foreach (string file in Directory.EnumerateFiles(Folder, "*.bin", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            string kind = Path.GetFileNameWithoutExtension(file).Split('-')[^1];
            yield return (Path.GetFileName(Path.GetDirectoryName(file)!), Path.GetRelativePath(Folder, file), new(File.ReadAllBytes(file), ushort.Parse(kind, CultureInfo.InvariantCulture)));
        }
    }

    /// <returns>The file's path.</returns>
    public static string Save(string target, FuzzInput input)
    {
        string digest = Convert.ToHexStringLower(SHA256.HashData(input.Bytes))[..16];
        string path = Path.Combine(Folder, target, $"{digest}-{input.Kind}.bin");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, input.Bytes);
        return path;
    }
}
