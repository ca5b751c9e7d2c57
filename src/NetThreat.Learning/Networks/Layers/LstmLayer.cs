using System.Numerics;
using NetThreat.Learning.Networks.Numerics;

namespace NetThreat.Learning.Networks.Layers;

/// <summary>
/// Long short-term memory (Hochreiter and Schmidhuber, 1997; with forget gates, Gers et al., 2000). Gates in PyTorch's order i, f, g, o:
/// c ← f c + i g, h = o tanh(c); i, f and o are sigmoids, g is a tanh. State and cell start at 0.
/// </summary>
internal sealed class LstmLayer<T>(int inputs, int units) : RecurrentLayer<T>(inputs, units, 4)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public override Pass<T> NewPass(bool training) => new LstmPass<T>(this, training);
}

internal sealed unsafe class LstmPass<T>(LstmLayer<T> layer, bool training) : RecurrentPass<T>(layer, training, separate: false)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Batch<T> _cellGradient = new();

    /// <summary>The cell at every step.</summary>
    public Batch<T> Cells { get; } = new();

    private Batch<T> CellTanh { get; } = new();

    protected override void Shape(Batch<T> input)
    {
        Cells.Shape(input, layer.Outputs);
        CellTanh.Shape(input, layer.Outputs);
    }

    protected override void Step(int t)
    {
        int units = layer.Outputs;
        fixed (T* gates = Gates.Values, cells = Cells.Values, tanhs = CellTanh.Values, output = Output.Values)
        {
            for (int s = 0; s < Gates.Sequences; s++)
            {
                long row = (long)s * Gates.Steps + t;
                Step(gates + row * 4 * units, t > 0 ? cells + (row - 1) * units : null, cells + row * units, tanhs + row * units, output + row * units, units);
            }
        }
    }

    protected override void StepBack(int t, Batch<T> outputGradient)
    {
        int units = layer.Outputs;
        if (t == Gates.Steps - 1)
        {
            _cellGradient.Shape(Gates.Sequences, 1, units);
            _cellGradient.Values.Clear();
        }
        fixed (T* gates = Gates.Values, cells = Cells.Values, tanhs = CellTanh.Values, states = outputGradient.Values, gradients = GateGradients.Values, carried = _cellGradient.Values)
        {
            for (int s = 0; s < Gates.Sequences; s++)
            {
                long row = (long)s * Gates.Steps + t;
                StepBack(gates + row * 4 * units, t > 0 ? cells + (row - 1) * units : null, tanhs + row * units, states + row * units, carried + s * units, gradients + row * 4 * units, units);
            }
        }
    }

    private static void Step(T* z, T* before, T* cell, T* tanh, T* state, int units)
    {
        // Each function in a loop of its own: together they are more than the compiler keeps inline.
        VectorMap.Apply<T, VectorSigmoid<T>>(z, z, 2 * units);
        VectorMap.Apply<T, VectorTanh<T>>(z + 2 * units, z + 2 * units, units);
        VectorMap.Apply<T, VectorSigmoid<T>>(z + 3 * units, z + 3 * units, units);
        for (int j = 0; j < units; j += Vector<T>.Count)
        {
            int left = units - j;
            var c = VectorMath.Load(z + j, left) * VectorMath.Load(z + 2 * units + j, left);
            if (before is not null) c = VectorMath.Load(z + units + j, left) * VectorMath.Load(before + j, left) + c;
            VectorMath.Store(c, cell + j, left);
        }
        VectorMap.Apply<T, VectorTanh<T>>(cell, tanh, units);
        for (int j = 0; j < units; j += Vector<T>.Count)
            VectorMath.Store(VectorMath.Load(z + 3 * units + j, units - j) * VectorMath.Load(tanh + j, units - j), state + j, units - j);
    }

    private static void StepBack(T* gates, T* before, T* tanh, T* state, T* carried, T* gradients, int units)
    {
        var one = Vector<T>.One;
        for (int j = 0; j < units; j += Vector<T>.Count)
        {
            int left = units - j;
            Vector<T> i = VectorMath.Load(gates + j, left), f = VectorMath.Load(gates + units + j, left);
            Vector<T> g = VectorMath.Load(gates + 2 * units + j, left), o = VectorMath.Load(gates + 3 * units + j, left);
            Vector<T> h = VectorMath.Load(tanh + j, left), dh = VectorMath.Load(state + j, left);
            var dc = VectorMath.Load(carried + j, left) + dh * o * (one - h * h);
            var previous = before is null ? Vector<T>.Zero : VectorMath.Load(before + j, left);
            VectorMath.Store(dc * g * i * (one - i), gradients + j, left);
            VectorMath.Store(dc * previous * f * (one - f), gradients + units + j, left);
            VectorMath.Store(dc * i * (one - g * g), gradients + 2 * units + j, left);
            VectorMath.Store(dh * h * o * (one - o), gradients + 3 * units + j, left);
            VectorMath.Store(dc * f, carried + j, left);
        }
    }
}
