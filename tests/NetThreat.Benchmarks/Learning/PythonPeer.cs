using System.Globalization;
using NetThreat.Benchmarks.Peers;

namespace NetThreat.Benchmarks.Learning;

/// <summary>The same works by scikit-learn and XGBoost of the system's Python, on one thread; each measures its own processor time, without start and reading.</summary>
internal sealed class PythonPeer(string folder, int repeats)
{
    private const string Python = "/usr/bin/python3";
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(20);

    private const string Script = """
        import sys, time, numpy as np
        work, folder, columns, repeats = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
        read = lambda name, kind: np.fromfile(folder + '/' + name, dtype=kind)
        score, fit, labels = read('score.f32', np.float32).reshape(-1, columns), read('fit.f32', np.float32).reshape(-1, columns), read('labels.u8', np.uint8)
        def best(run):
            times = []
            for _ in range(repeats):
                start = time.process_time()
                run()
                times.append(time.process_time() - start)
            return min(times)
        def boosted():
            import xgboost
            made = xgboost.DMatrix(fit, labels, nthread=1)
            grow = lambda: xgboost.train(dict(objective='binary:logistic', tree_method='hist', max_depth=6, eta=0.3, nthread=1), made, 100)
            return xgboost, grow
        def run():
            if work == 'isolation-forest':
                import sklearn
                from sklearn.ensemble import IsolationForest
                model = IsolationForest(n_estimators=100, max_samples=256, random_state=1, n_jobs=1).fit(fit)
                return 'scikit-learn ' + sklearn.__version__, len(score) / best(lambda: model.score_samples(score))
            if work == 'random-forest':
                import sklearn
                from sklearn.ensemble import RandomForestClassifier
                model = RandomForestClassifier(100, max_depth=16, random_state=1, n_jobs=1).fit(fit[:50000], labels[:50000])
                return 'scikit-learn ' + sklearn.__version__, len(score) / best(lambda: model.predict_proba(score))
            xgboost, grow = boosted()
            name = 'XGBoost ' + xgboost.__version__
            if work == 'boosting-fit':
                return name, best(grow)
            model = grow()
            if work == 'boosting-score':
                return name, len(score) / best(lambda: model.inplace_predict(score))
            few = xgboost.DMatrix(score[:2000], nthread=1)
            return name, 2000 / best(lambda: model.predict(few, pred_contribs=True))
        try:
            name, value = run()
        except ImportError as e:
            name, value = 'peer absent: no module ' + str(e.name), float('nan')
        open(folder + '/result', 'w').write(name + '\n' + repr(value))
        """;

    /// <summary>The peer with its version and its number; or why there is none, and null.</summary>
    public async Task<(string Name, double? Value)> MeasureAsync(string work, CancellationToken cancellation)
    {
        if (!File.Exists(Python)) return ($"peer absent: no {Python}", null);
        string script = Path.Combine(folder, "peer.py"), result = Path.Combine(folder, "result");
        await File.WriteAllTextAsync(script, Script, cancellation);
        File.Delete(result);
        try
        {
            // One thread for the libraries below, whatever they are told.
            await ChildProcess.RunAsync("/usr/bin/env", ["OMP_NUM_THREADS=1", "OPENBLAS_NUM_THREADS=1", Python, script, work, folder, $"{LearningData.Columns}", $"{repeats}"], folder, cancellation, Longest);
        }
        catch (InvalidOperationException e)
        {
            return (e.Message.Split('\n')[^1], null);
        }
        var lines = await File.ReadAllLinesAsync(result, cancellation);
        double value = double.Parse(lines[1], CultureInfo.InvariantCulture);
        return (lines[0], double.IsNaN(value) ? null : value);
    }
}
