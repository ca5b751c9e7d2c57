using System.Numerics;
using NetThreat.Learning.Networks.Numerics;

namespace NetThreat.Learning.Networks.Layers;

/// <summary>
/// Adds to every step where it stands: sin and cos of the position at wavelengths from 2π to 20000π in turn (Vaswani et al., "Attention is all you
/// need", 2017, section 3.5).
/// </summary>
internal sealed class PositionalEncodingLayer<T>(int steps, int width) : Layer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private T[]? _table;

    /// <summary><c>[steps][width]</c>. There from the first use: a shape that is a stranger's claim costs nothing until the weights fit it.</summary>
    public T[] Table => _table ??= Compute();

    public override int Inputs => width;

    public override int Outputs => width;

    public override Pass<T> NewPass(bool training) => new PositionalEncodingPass(this, training);

    private T[] Compute()
    {
        var table = new T[checked(steps * width)];
        for (int t = 0; t < steps; t++)
        {
            for (int j = 0; j < width; j++)
            {
                double angle = t / Math.Pow(10000, (j & ~1) / (double)width);
                table[t * width + j] = T.CreateChecked((j & 1) == 0 ? Math.Sin(angle) : Math.Cos(angle));
            }
        }
        return table;
    }

    private sealed class PositionalEncodingPass(PositionalEncodingLayer<T> layer, bool training) : Pass<T>(layer, training)
    {
        private Batch<T> _gradient = new();

        public override Batch<T> Output { get; } = new();

        public override Batch<T> InputGradient => _gradient;

        public override void Forward(Batch<T> input, PassMode mode)
        {
            Output.Shape(input, layer.Inputs);
            input.Values.CopyTo(Output.Values);
            int values = input.Steps * layer.Inputs;
            for (int i = 0; i < input.Sequences; i++) RowMath.Add<T>(layer.Table.AsSpan(0, values), Output.Values.Slice(i * values, values));
        }

        public override void Backward(Batch<T> outputGradient) => _gradient = outputGradient;
    }
}
