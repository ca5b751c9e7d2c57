using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace NetThreat.Learning.Boosting.Growing;

/// <summary>
/// The gradients of a round, also as fixed-point numbers packed into one 64-bit integer (gradient above, hessian below): one integer
/// addition adds both, sums are exact, so they are the same in any order, on any number of threads and by subtraction. The unit is the
/// smallest power of two with which no sum overflows: 2^-30 of the sum of all gradients or finer. After Shi et al., "Quantized Training of
/// Gradient Boosting Decision Trees", 2022, with more bits; leaf values are computed from the unpacked gradients.
/// </summary>
internal sealed unsafe class Gradients(int rows)
{
    private readonly long[] _packed = GC.AllocateArray<long>(rows, pinned: true);

    public GradientPair[] Pairs { get; } = new GradientPair[rows];

    /// <summary>The packed gradients by row.</summary>
    public long* Packed => (long*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(_packed));

    /// <summary>What one unit of a packed gradient is worth.</summary>
    public double GradientUnit { get; private set; } = 1;

    /// <summary>What one unit of a packed hessian is worth.</summary>
    public double HessianUnit { get; private set; } = 1;

    public double GradientOf(long packed) => (int)(packed >> 32) * GradientUnit;

    public double HessianOf(long packed) => (uint)packed * HessianUnit;

    /// <summary>Packs the gradients of the rows that a tree is grown on, and gives their sum.</summary>
    public long Pack(ReadOnlySpan<int> chosen)
    {
        double gradients = 0, hessians = 0;
        foreach (int row in chosen)
        {
            gradients += Math.Abs(Pairs[row].Gradient);
            hessians += Pairs[row].Hessian;
        }
        // Rounding can add one unit a row.
        double perGradient = UnitsPerOne(int.MaxValue - (double)chosen.Length, gradients), perHessian = UnitsPerOne(uint.MaxValue - (double)chosen.Length, hessians);
        (GradientUnit, HessianUnit) = (1 / perGradient, 1 / perHessian);
        long sum = 0;
        foreach (int row in chosen)
        {
            var pair = Pairs[row];
            // A row that is there counts at least one unit: an empty bin is known by its 0.
            long gradient = (long)Math.Round(pair.Gradient * perGradient), hessian = Math.Max(1, (long)Math.Round(pair.Hessian * perHessian));
            sum += _packed[row] = (gradient << 32) + hessian;
        }
        return sum;
    }

    private static double UnitsPerOne(double room, double sum) => Math.ScaleB(1, Math.Min(100, Math.ILogB(room / Math.Max(sum, 1e-30))));
}
