using System.Runtime.CompilerServices;
using NetThreat.Benchmarks.Flows;

namespace NetThreat.Benchmarks.Learning;

/// <summary>The learning library beside scikit-learn and XGBoost: the same data in the same run, in processor seconds of one thread.</summary>
internal sealed class LearningBenchmark : IBenchmark
{
    private const string PerSecond = "rows/CPU s";

    public string Name => "learning";

    public string Usage => "learning [--rows N] [--fit-rows N] [--repeats N]   scoring, fitting and explaining beside Python's libraries";

    public async Task<int> RunAsync(string[] args, CancellationToken cancellation)
    {
        var options = new Dictionary<string, int>(StringComparer.Ordinal) { ["--rows"] = 1_000_000, ["--fit-rows"] = 200_000, ["--repeats"] = 3 };
        if (NumberOptions.Read(args, options) is { } problem)
        {
            await Console.Error.WriteLineAsync($"{problem}\nusage: {Usage}");
            return 2;
        }
        var folder = Directory.CreateTempSubdirectory("netthreat-learning-");
        try
        {
            var data = LearningData.Make(options["--rows"], options["--fit-rows"]);
            data.Write(folder.FullName);
            Console.WriteLine($"{options["--rows"]:N0} rows to score and {options["--fit-rows"]:N0} to fit, of {LearningData.Columns} columns; the cheapest of {options["--repeats"]} runs\n\n{LearningRow.Header}");
            await foreach (var row in RowsAsync(new OurWorks(data, options["--repeats"]), new PythonPeer(folder.FullName, options["--repeats"]), options["--repeats"], cancellation)) Console.WriteLine(row);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
        return 0;
    }

    private static async IAsyncEnumerable<LearningRow> RowsAsync(OurWorks ours, PythonPeer peer, int repeats, [EnumeratorCancellation] CancellationToken cancellation)
    {
        yield return await BesideAsync("isolation forest score, 100 trees × 256", ours.IsolationForest, "isolation-forest", PerSecond, LearningGoal.RatioAtLeast, 20);
        yield return await BesideAsync("random forest score, 100 trees, depth 16", ours.RandomForest, "random-forest", PerSecond, LearningGoal.RatioAtLeast, 5);
        yield return await BesideAsync("boosting score, 100 trees, depth 6", ours.BoostingScore, "boosting-score", PerSecond, LearningGoal.RatioAtLeast, 2);
        yield return await BesideAsync("boosting fit, 100 trees, depth 6", ours.BoostingFit, "boosting-fit", "CPU s", LearningGoal.RatioAtMost, 1.2);
        var (microseconds, bytes) = ours.OneRow();
        yield return new("one row: scale, forest, calibrate", microseconds, "us", "", null, LearningGoal.AtMost, 5, $", {bytes:0.##} bytes allocated");
        yield return new("LSTM through ONNX Runtime: 32 units, 16 steps, 16 columns, batch 256", OnnxLstmWork.SequencesPerSecond(repeats), "sequences/CPU s", "", null, LearningGoal.AtLeast, 200_000);
        yield return await BesideAsync("TreeSHAP of the boosted trees", ours.TreeShap, "tree-shap", PerSecond, LearningGoal.RatioAtLeast, 3);

        async Task<LearningRow> BesideAsync(string work, Func<double> measure, string name, string unit, LearningGoal goal, double limit)
        {
            double mine = measure();
            var (peerName, value) = await peer.MeasureAsync(name, cancellation);
            return new(work, mine, unit, peerName, value, goal, limit);
        }
    }
}
