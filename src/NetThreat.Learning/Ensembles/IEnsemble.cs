using NetThreat.Learning.Models;

namespace NetThreat.Learning.Ensembles;

/// <summary>A model made of models, whose opinions can be seen apart.</summary>
public interface IEnsemble : IRowModel
{
    /// <summary>The models it is made of.</summary>
    IReadOnlyList<IRowModel> Models { get; }

    /// <summary>What each part says of a row, on the scale on which the parts are combined (surprise for anomaly models, a probability for classifiers).</summary>
    /// <param name="output">Which output (class), 0 to Outputs - 1.</param>
    /// <param name="parts">One value per model.</param>
    void Parts(ReadOnlySpan<float> row, int output, Span<double> parts);
}
