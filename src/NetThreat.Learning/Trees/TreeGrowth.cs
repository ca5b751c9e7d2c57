using NetThreat.Core.Randomness;
using NetThreat.Learning.Training;

namespace NetThreat.Learning.Trees;

/// <summary>Grows independent trees on several threads; each draws from a stream of its own, so that the forest does not depend on their number.</summary>
internal static class TreeGrowth
{
    /// <param name="grow">Grows one tree from its number and its generator; called from several threads.</param>
    public static T[] Grow<T>(int trees, ulong seed, FitContext context, Func<int, Xoshiro256, T> grow)
    {
        var grown = new T[trees];
        int done = 0;
        void One(int tree)
        {
            context.Cancelled.ThrowIfCancellationRequested();
            grown[tree] = grow(tree, new Xoshiro256(Xoshiro256.WordAt(seed, tree)));
            int count = Interlocked.Increment(ref done);
            context.Progress?.Report(new FitProgress((double)count / trees, $"tree {count} of {trees}"));
        }
        if (context.Threads > 1) Parallel(trees, context, One);
        else for (int t = 0; t < trees; t++) One(t);
        return grown;
    }

    private static void Parallel(int trees, FitContext context, Action<int> one)
    {
        var options = new ParallelOptions { MaxDegreeOfParallelism = context.Threads, CancellationToken = context.Cancelled };
        try
        {
            System.Threading.Tasks.Parallel.For(0, trees, options, one);
        }
        catch (AggregateException e) when (e.InnerExceptions.All(i => i is OperationCanceledException))
        {
            context.Cancelled.ThrowIfCancellationRequested();
            throw;
        }
    }
}
