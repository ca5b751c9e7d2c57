using System.Numerics;
using NetThreat.Learning.Networks.Layers;

namespace NetThreat.Learning.Networks.Optimisers;

/// <summary>Changes weights by their gradients; what it remembers between steps belongs to one training.</summary>
internal interface IOptimiser<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <param name="parameters">The same at every step.</param>
    /// <param name="gradients">One array per parameter.</param>
    void Step(IReadOnlyList<Parameter<T>> parameters, IReadOnlyList<T[]> gradients, double learningRate);
}
