using System.Numerics;
using NetThreat.Learning.Networks.Numerics;

namespace NetThreat.Learning.Networks.Layers;

/// <summary>y = x Wᵀ + b for every row (every step).</summary>
internal sealed class DenseLayer<T> : Layer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly PackedMatrix<T> _forward = new(), _backward = new();

    public DenseLayer(int inputs, int outputs)
    {
        Weight = new Parameter<T>("weight", outputs, inputs);
        Bias = new Parameter<T>("bias", 1, outputs) { Fan = inputs };
        Parameters = [Weight, Bias];
    }

    /// <summary><c>[outputs][inputs]</c>.</summary>
    public Parameter<T> Weight { get; }

    public Parameter<T> Bias { get; }

    public override int Inputs => Weight.Columns;

    public override int Outputs => Weight.Rows;

    public override IReadOnlyList<Parameter<T>> Parameters { get; }

    public override void Refresh()
    {
        _forward.PackTransposed(Weight.Values, Inputs, Outputs, Inputs);
        _backward.Pack(Weight.Values, Outputs, Inputs, Inputs);
    }

    public override Pass<T> NewPass(bool training) => new DensePass(this, training);

    private sealed class DensePass(DenseLayer<T> layer, bool training) : Pass<T>(layer, training)
    {
        private readonly PackedMatrix<T> _scratch = new();
        private Batch<T>? _input;

        public override Batch<T> Output { get; } = new();

        public override Batch<T> InputGradient { get; } = new();

        public override void Forward(Batch<T> input, PassMode mode)
        {
            _input = input;
            Output.Shape(input, layer.Outputs);
            RowMath.Fill(layer.Bias.Values, Output.Values);
            MatrixProduct.Add(input.Values, layer.Inputs, 1, input.Rows, layer._forward, Output.Values, layer.Outputs);
        }

        public override void Backward(Batch<T> outputGradient)
        {
            var input = _input!;
            MatrixProduct.AddTransposed(outputGradient.Values, layer.Outputs, layer.Outputs, input.Values, layer.Inputs, layer.Inputs, input.Rows, Gradients[0], layer.Inputs, _scratch);
            RowMath.AddRows<T>(outputGradient.Values, Gradients[1]);
            if (!WantsInputGradient) return;
            InputGradient.Shape(input, layer.Inputs);
            InputGradient.Values.Clear();
            MatrixProduct.Add(outputGradient.Values, layer.Outputs, 1, input.Rows, layer._backward, InputGradient.Values, layer.Inputs);
        }
    }
}
