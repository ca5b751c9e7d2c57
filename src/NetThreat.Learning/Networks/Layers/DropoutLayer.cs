using System.Numerics;
using NetThreat.Core.Randomness;

namespace NetThreat.Learning.Networks.Layers;

/// <summary>
/// Sets a share of the values to 0 in training and scales the others up so that the mean stays (Srivastava et al., "Dropout", 2014); at scoring it
/// does nothing.
/// </summary>
internal sealed class DropoutLayer<T>(int width, double share) : Layer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public double Share => share;

    public override int Inputs => width;

    public override int Outputs => width;

    public override Pass<T> NewPass(bool training) => new DropoutPass(this, training);

    private sealed class DropoutPass(DropoutLayer<T> layer, bool training) : Pass<T>(layer, training)
    {
        private readonly Batch<T> _factors = new();
        private bool _dropped;

        public override Batch<T> Output { get; } = new();

        public override Batch<T> InputGradient { get; } = new();

        public override void Forward(Batch<T> input, PassMode mode)
        {
            Output.Shape(input, layer.Inputs);
            _dropped = mode.Training && layer.Share > 0;
            if (_dropped) Draw(input, mode.Noise);
            if (_dropped) Multiply(input.Values, _factors.Values, Output.Values);
            else input.Values.CopyTo(Output.Values);
        }

        public override void Backward(Batch<T> outputGradient)
        {
            InputGradient.Shape(outputGradient, layer.Inputs);
            if (_dropped) Multiply(outputGradient.Values, _factors.Values, InputGradient.Values);
            else outputGradient.Values.CopyTo(InputGradient.Values);
        }

        private void Draw(Batch<T> input, ulong noise)
        {
            _factors.Shape(input, layer.Inputs);
            var factors = _factors.Values;
            var kept = T.CreateChecked(1 / (1 - layer.Share));
            var limit = (uint)(layer.Share * 65536);
            for (int i = 0; i < factors.Length; i += 4)
            {
                ulong word = Xoshiro256.WordAt(noise, i);
                for (int j = i; j < Math.Min(i + 4, factors.Length); j++, word >>= 16) factors[j] = (word & 0xFFFF) < limit ? T.Zero : kept;
            }
        }

        private static void Multiply(ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> result)
        {
            int i = 0;
            for (; i <= x.Length - Vector<T>.Count; i += Vector<T>.Count) (new Vector<T>(x[i..]) * new Vector<T>(y[i..])).CopyTo(result[i..]);
            for (; i < x.Length; i++) result[i] = x[i] * y[i];
        }
    }
}
