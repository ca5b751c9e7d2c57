using NetThreat.Core.Randomness;
using NetThreat.Learning.Models;
using NetThreat.Learning.Tables;
using NetThreat.Learning.Training;

namespace NetThreat.Learning.Ensembles;

/// <summary>Fits the parts of an ensemble on some of the rows.</summary>
internal static class EnsembleParts
{
    /// <param name="seed">Of the ensemble; each part gets one of its own from it.</param>
    public static IRowModel Fit(IRowTrainer trainer, ulong seed, int part, TrainingData some, TrainingData all, FitContext context)
    {
        IRowModel model;
        try
        {
            model = TrainerParameters.WithSeed(trainer, Xoshiro256.WordAt(seed, part)).Fit(some, context with { Progress = null });
        }
        catch (LearningException)
        {
            Complete(all);
            throw;
        }
        if (!model.HandlesMissing) Complete(all);
        return model;
    }

    /// <summary>A part that refuses a missing value names the row of its own table; the caller knows the rows of the whole.</summary>
    private static void Complete(TrainingData all) => InputCheck.Values(all.Features.Values, all.Columns, nanAllowed: false);
}
