using NetThreat.Learning.Models;
using NetThreat.Learning.Tables;

namespace NetThreat.Learning.Training;

/// <summary>Circumstances of a fit that do not change its result.</summary>
public sealed record FitContext
{
    /// <summary>Threads to use; the model is the same to the bit for any number.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>Told the share done, 0 to 1, and a short word on the state ("tree 40 of 100, validation loss 0.213").</summary>
    public IProgress<FitProgress>? Progress { get; init; }

    public CancellationToken Cancelled { get; init; }

    public static FitContext Default { get; } = new();
}

/// <param name="Share">Done, 0 to 1.</param>
/// <param name="State">What is being done, with the number that matters.</param>
public readonly record struct FitProgress(double Share, string State);

/// <summary>
/// Hyper-parameters and a seed: an immutable record. A fit keeps nothing of an earlier one; the same data, parameters and seed give the
/// same model to the bit.
/// </summary>
public interface ITrainer
{
    /// <summary>The kind of the model it makes.</summary>
    string Kind { get; }

    /// <summary>Does it read the labels?</summary>
    bool NeedsLabels { get; }

    /// <summary>Seed of all randomness.</summary>
    ulong Seed { get; }
}

/// <summary>A trainer of models of single rows.</summary>
public interface IRowTrainer : ITrainer
{
    /// <exception cref="LearningException">The data or a parameter cannot be used; the message names it.</exception>
    IRowModel Fit(TrainingData data, FitContext context);
}

/// <summary>Sequences and what each is.</summary>
/// <param name="Inputs">The sequences.</param>
/// <param name="Columns">Of a step.</param>
/// <param name="Labels">The class of every sequence, or null.</param>
/// <param name="Classes">Names of the classes; of two, the second is the positive one.</param>
public sealed record SequenceData(Sequences Inputs, ColumnSet Columns, int[]? Labels, IReadOnlyList<string> Classes);

/// <summary>A trainer of models of sequences.</summary>
public interface ISequenceTrainer : ITrainer
{
    /// <inheritdoc cref="IRowTrainer.Fit"/>
    ISequenceModel Fit(SequenceData data, FitContext context);
}
