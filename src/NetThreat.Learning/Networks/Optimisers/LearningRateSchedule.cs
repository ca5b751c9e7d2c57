namespace NetThreat.Learning.Networks.Optimisers;

/// <summary>How the learning rate goes over the training.</summary>
public enum LearningRateSchedule
{
    /// <summary>The same at every step.</summary>
    Constant,

    /// <summary>Half a cosine from the full rate to zero (Loshchilov and Hutter, "SGDR", 2017, without restarts).</summary>
    Cosine,

    /// <summary>Up in a line over the first tenth of the steps, then half a cosine to zero: what Transformers need.</summary>
    WarmUpCosine,

    /// <summary>Halved at each third of the steps.</summary>
    Step,
}

internal static class LearningRateSchedules
{
    private const double WarmUp = 0.1;

    /// <summary>The factor of the learning rate.</summary>
    /// <param name="share">Steps done of all, 0 to 1.</param>
    public static double Factor(this LearningRateSchedule schedule, double share) => schedule switch
    {
        LearningRateSchedule.Constant => 1,
        LearningRateSchedule.Cosine => Cosine(share),
        LearningRateSchedule.WarmUpCosine => share < WarmUp ? (share + 1e-3) / (WarmUp + 1e-3) : Cosine((share - WarmUp) / (1 - WarmUp)),
        LearningRateSchedule.Step => Math.Pow(0.5, Math.Floor(3 * share)),
        _ => throw new ArgumentOutOfRangeException(nameof(schedule), schedule, null),
    };

    private static double Cosine(double share) => (1 + Math.Cos(Math.PI * share)) / 2;
}
