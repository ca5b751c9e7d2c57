using NetThreat.Learning.Models;
using NetThreat.Learning.Saving;
using NetThreat.Learning.Training;

namespace NetThreat.Tests.Learning.Conformance;

/// <summary>A trainer under test with the data of its task: what differs between models of rows and of sequences is here.</summary>
internal abstract class Estimator(string name)
{
    public string Name => name;

    public abstract ITrainer Trainer { get; }

    /// <summary>The model of the usual data, fitted once for all tests that do not fit.</summary>
    public abstract IModel Model { get; }

    /// <summary>Fits the usual data, or another sample of the same kind.</summary>
    public abstract IModel Fit(ITrainer trainer, FitContext context, bool other = false);

    /// <summary>Fits the first examples alone.</summary>
    public abstract IModel FitFirst(ITrainer trainer, int count);

    /// <summary>Fits the usual data with one value replaced in row (sequence) and column, counted from 0.</summary>
    public abstract IModel FitWith(ITrainer trainer, int row, int column, float value);

    /// <summary>Scores of the usual examples, in batches of the given size.</summary>
    public abstract double[] Score(IModel model, int batch = int.MaxValue);

    /// <summary>Scores one example with one value replaced.</summary>
    public abstract double[] ScoreWith(IModel model, int row, int column, float value);

    /// <summary>Scores examples that are too wide by one column, or into too few places.</summary>
    public abstract void ScoreWrongly(IModel model, bool tooWide);

    /// <summary>Scores nothing at all.</summary>
    public abstract void ScoreNone(IModel model);

    /// <summary>Bytes that scoring the usual examples allocates once warm.</summary>
    public abstract long Allocated(IModel model);

    public static byte[] Save(IModel model)
    {
        using var stream = new MemoryStream();
        ModelFile.Write(model, stream);
        return stream.ToArray();
    }

    public static IModel Load(byte[] bytes)
    {
        using var stream = new MemoryStream(bytes);
        return ModelFile.Read(stream);
    }

    protected static long Measure(Action score)
    {
        for (int i = 0; i < 3; i++) score();
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 5; i++) score();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
