using System.Numerics;
using NetThreat.Learning.Networks.Numerics;

namespace NetThreat.Learning.Networks.Layers;

/// <summary>
/// Gated recurrent unit (Cho et al., "Learning phrase representations using RNN encoder-decoder", 2014), in PyTorch's form and gate order r, z, n:
/// n = tanh(W x + b + r (U h + c)), h ← (1 - z) n + z h; r and z are sigmoids. The state starts at 0.
/// </summary>
internal sealed class GruLayer<T>(int inputs, int units) : RecurrentLayer<T>(inputs, units, 3)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public override Pass<T> NewPass(bool training) => new GruPass<T>(this, training);
}

internal sealed unsafe class GruPass<T>(GruLayer<T> layer, bool training) : RecurrentPass<T>(layer, training, separate: true)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    protected override void Step(int t)
    {
        int units = layer.Outputs;
        fixed (T* gates = Gates.Values, hidden = HiddenGates.Values, output = Output.Values)
        {
            for (int s = 0; s < Gates.Sequences; s++)
            {
                long row = (long)s * Gates.Steps + t;
                Step(gates + row * 3 * units, hidden + row * 3 * units, t > 0 ? output + (row - 1) * units : null, output + row * units, units);
            }
        }
    }

    protected override void StepBack(int t, Batch<T> outputGradient)
    {
        int units = layer.Outputs;
        fixed (T* gates = Gates.Values, hidden = HiddenGates.Values, output = Output.Values, states = outputGradient.Values, gradients = GateGradients.Values, hiddenGradients = HiddenGateGradients.Values)
        {
            for (int s = 0; s < Gates.Sequences; s++)
            {
                long row = (long)s * Gates.Steps + t;
                var (before, gradientBefore) = t > 0 ? ((nint)(output + (row - 1) * units), (nint)(states + (row - 1) * units)) : (0, 0);
                StepBack(gates + row * 3 * units, hidden + row * 3 * units, (T*)before, states + row * units, (T*)gradientBefore, gradients + row * 3 * units, hiddenGradients + row * 3 * units, units);
            }
        }
    }

    private static void Step(T* x, T* u, T* before, T* state, int units)
    {
        // Each function in a loop of its own: together they are more than the compiler keeps inline.
        for (int j = 0; j < 2 * units; j += Vector<T>.Count)
        {
            int left = 2 * units - j;
            VectorMath.Store(VectorMath.Load(x + j, left) + VectorMath.Load(u + j, left), x + j, left);
        }
        VectorMap.Apply<T, VectorSigmoid<T>>(x, x, 2 * units);
        T* n = x + 2 * units;
        for (int j = 0; j < units; j += Vector<T>.Count)
        {
            int left = units - j;
            VectorMath.Store(VectorMath.Load(n + j, left) + VectorMath.Load(x + j, left) * VectorMath.Load(u + 2 * units + j, left), n + j, left);
        }
        VectorMap.Apply<T, VectorTanh<T>>(n, n, units);
        for (int j = 0; j < units; j += Vector<T>.Count)
        {
            int left = units - j;
            var z = VectorMath.Load(x + units + j, left);
            var h = (Vector<T>.One - z) * VectorMath.Load(n + j, left);
            if (before is not null) h += z * VectorMath.Load(before + j, left);
            VectorMath.Store(h, state + j, left);
        }
    }

    private static void StepBack(T* x, T* u, T* before, T* state, T* gradientBefore, T* dx, T* du, int units)
    {
        var one = Vector<T>.One;
        for (int j = 0; j < units; j += Vector<T>.Count)
        {
            int left = units - j;
            Vector<T> r = VectorMath.Load(x + j, left), z = VectorMath.Load(x + units + j, left), n = VectorMath.Load(x + 2 * units + j, left);
            Vector<T> dh = VectorMath.Load(state + j, left), previous = before is null ? Vector<T>.Zero : VectorMath.Load(before + j, left);
            var dn = dh * (one - z) * (one - n * n);
            var dz = dh * (previous - n) * z * (one - z);
            var dr = dn * VectorMath.Load(u + 2 * units + j, left) * r * (one - r);
            VectorMath.Store(dr, dx + j, left);
            VectorMath.Store(dz, dx + units + j, left);
            VectorMath.Store(dn, dx + 2 * units + j, left);
            VectorMath.Store(dr, du + j, left);
            VectorMath.Store(dz, du + units + j, left);
            VectorMath.Store(dn * r, du + 2 * units + j, left);
            if (gradientBefore is not null) VectorMath.Store(VectorMath.Load(gradientBefore + j, left) + dh * z, gradientBefore + j, left);
        }
    }
}
