using System.Numerics;
using NetThreat.Learning.Networks.Numerics;

namespace NetThreat.Learning.Networks.Layers;

/// <summary>Every row brought to mean 0 and variance 1, then scaled and shifted by weights (Ba, Kiros and Hinton, "Layer normalization", 2016).</summary>
internal sealed class LayerNormLayer<T> : Layer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Added to the variance; PyTorch's default.</summary>
    public const double Epsilon = 1e-5;

    public LayerNormLayer(int width)
    {
        Weight = new Parameter<T>("weight", 1, width) { Initial = InitialWeights.Kept };
        Bias = new Parameter<T>("bias", 1, width) { Initial = InitialWeights.Kept };
        Weight.Values.AsSpan().Fill(T.One);
        Parameters = [Weight, Bias];
    }

    public Parameter<T> Weight { get; }

    public Parameter<T> Bias { get; }

    public override int Inputs => Weight.Columns;

    public override int Outputs => Weight.Columns;

    public override IReadOnlyList<Parameter<T>> Parameters { get; }

    public override Pass<T> NewPass(bool training) => new LayerNormPass(this, training);

    private sealed class LayerNormPass(LayerNormLayer<T> layer, bool training) : Pass<T>(layer, training)
    {
        private readonly Batch<T> _normal = new(), _inverseDeviation = new();

        public override Batch<T> Output { get; } = new();

        public override Batch<T> InputGradient { get; } = new();

        public override void Forward(Batch<T> input, PassMode mode)
        {
            Output.Shape(input, layer.Inputs);
            _normal.Shape(input, layer.Inputs);
            _inverseDeviation.Shape(input, 1);
            T count = T.CreateChecked(layer.Inputs), epsilon = T.CreateChecked(Epsilon);
            ReadOnlySpan<T> weight = layer.Weight.Values, bias = layer.Bias.Values;
            for (int row = 0; row < input.Rows; row++)
            {
                ReadOnlySpan<T> x = input[row];
                Span<T> normal = _normal[row], y = Output[row];
                T mean = RowMath.Sum(x) / count;
                for (int j = 0; j < x.Length; j++) normal[j] = x[j] - mean;
                T inverse = T.One / T.Sqrt(RowMath.Dot<T>(normal, normal) / count + epsilon);
                for (int j = 0; j < x.Length; j++)
                {
                    normal[j] *= inverse;
                    y[j] = normal[j] * weight[j] + bias[j];
                }
                _inverseDeviation[row][0] = inverse;
            }
        }

        public override void Backward(Batch<T> outputGradient)
        {
            InputGradient.Shape(outputGradient, layer.Inputs);
            T count = T.CreateChecked(layer.Inputs);
            ReadOnlySpan<T> weight = layer.Weight.Values;
            Span<T> weightGradient = Gradients[0], biasGradient = Gradients[1];
            for (int row = 0; row < outputGradient.Rows; row++)
            {
                ReadOnlySpan<T> dy = outputGradient[row], normal = _normal[row];
                var dx = InputGradient[row];
                for (int j = 0; j < dy.Length; j++)
                {
                    weightGradient[j] += dy[j] * normal[j];
                    biasGradient[j] += dy[j];
                    dx[j] = dy[j] * weight[j];
                }
                T mean = RowMath.Sum<T>(dx) / count, slope = RowMath.Dot<T>(dx, normal) / count, inverse = _inverseDeviation[row][0];
                for (int j = 0; j < dx.Length; j++) dx[j] = (dx[j] - mean - normal[j] * slope) * inverse;
            }
        }
    }
}
