using System.Numerics;
using NetThreat.Learning.Networks.Numerics;

namespace NetThreat.Learning.Networks.Optimisers;

/// <summary>Gradients times min(1, limit / (norm + 1e-6)), with the 2-norm over all parameters together (Pascanu, Mikolov and Bengio, 2013).</summary>
internal static class GradientClipping
{
    /// <returns>The norm before.</returns>
    public static double Clip<T>(IReadOnlyList<T[]> gradients, double maxNorm)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double squares = 0;
        for (int i = 0; i < gradients.Count; i++) squares += double.CreateChecked(RowMath.Dot<T>(gradients[i], gradients[i]));
        double norm = Math.Sqrt(squares), factor = maxNorm / (norm + 1e-6);
        if (factor < 1)
        {
            for (int i = 0; i < gradients.Count; i++) RowMath.Scale(gradients[i], T.CreateChecked(factor));
        }
        return norm;
    }
}
