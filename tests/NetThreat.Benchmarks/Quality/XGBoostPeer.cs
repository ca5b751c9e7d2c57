using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using NetThreat.Learning.Tables;

namespace NetThreat.Benchmarks.Quality;

/// <summary>Debian's python3-xgboost on the same rows.</summary>
internal static class XGBoostPeer
{
    // Rows come as float32, labels as int32, both little-endian; the predicted classes go to standard output.
    private const string Script = """
        import sys, numpy, xgboost
        folder, columns, classes, seed = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
        read = lambda name, kind: numpy.fromfile(folder + "/" + name, dtype=kind)
        model = xgboost.XGBClassifier(n_estimators=100, max_depth=6, learning_rate=0.3, tree_method="hist", n_jobs=1, random_state=seed, subsample=0.9)
        model.fit(read("train", "<f4").reshape(-1, columns), read("labels", "<i4"))
        print(" ".join(str(int(c)) for c in model.predict(read("test", "<f4").reshape(-1, columns))))
        """;

    /// <summary>The class of every test row; null, said on standard error, where the package is absent.</summary>
    public static int[]? Predict(TrainingData train, TrainingData test, ulong seed)
    {
        var folder = Directory.CreateTempSubdirectory("netthreat-xgboost-").FullName;
        try
        {
            Write(Path.Combine(folder, "train"), train.Features.Values);
            Write(Path.Combine(folder, "test"), test.Features.Values);
            Write(Path.Combine(folder, "labels"), train.Labels!);
            string[] arguments = ["-W", "ignore", "-c", Script, folder, $"{train.Columns.Count}", $"{train.Classes.Length}", $"{seed}"];
            using var process = Process.Start(new ProcessStartInfo("/usr/bin/python3", arguments) { RedirectStandardOutput = true })!;
            var words = process.StandardOutput.ReadToEnd().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            process.WaitForExit();
            if (process.ExitCode != 0) throw new InvalidOperationException("it ended with " + process.ExitCode);
            return [.. words.Select(w => int.Parse(w, CultureInfo.InvariantCulture))];
        }
        catch (Exception e) when (e is System.ComponentModel.Win32Exception or InvalidOperationException)
        {
            Console.Error.WriteLine($"no comparison with XGBoost: {e.Message}");
            return null;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Write<T>(string path, T[] values)
        where T : unmanaged => File.WriteAllBytes(path, MemoryMarshal.AsBytes(values.AsSpan()));
}
