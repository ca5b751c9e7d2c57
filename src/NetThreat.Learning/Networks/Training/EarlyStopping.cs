using NetThreat.Learning.Networks.Layers;

namespace NetThreat.Learning.Networks.Training;

/// <summary>Keeps the weights of the best validation loss, and says when it has not become better for too long (Prechelt, "Early stopping — but when?", 1998).</summary>
internal sealed class EarlyStopping(IReadOnlyList<Parameter<float>> parameters, int patience)
{
    private readonly float[][] _best = [.. parameters.Select(p => new float[p.Count])];
    private int _since;

    public double BestLoss { get; private set; } = double.PositiveInfinity;

    /// <returns>Is it time to stop?</returns>
    public bool Observe(double loss)
    {
        if (!(loss < BestLoss)) return ++_since >= patience;
        (BestLoss, _since) = (loss, 0);
        for (int i = 0; i < _best.Length; i++) parameters[i].Values.CopyTo(_best[i], 0);
        return false;
    }

    /// <summary>Puts the best weights back.</summary>
    public void Restore()
    {
        if (double.IsPositiveInfinity(BestLoss)) return;
        for (int i = 0; i < _best.Length; i++) _best[i].CopyTo(parameters[i].Values, 0);
    }
}
