using System.Numerics;

namespace NetThreat.Learning.Networks.Layers;

/// <summary>An activation of every value.</summary>
internal sealed class ActivationLayer<T>(Activation activation, int width) : Layer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public Activation Activation => activation;

    public override int Inputs => width;

    public override int Outputs => width;

    public override Pass<T> NewPass(bool training) => new ActivationPass(this, training);

    private sealed class ActivationPass(ActivationLayer<T> layer, bool training) : Pass<T>(layer, training)
    {
        public override Batch<T> Output { get; } = new();

        public override Batch<T> InputGradient { get; } = new();

        public override void Forward(Batch<T> input, PassMode mode)
        {
            Output.Shape(input, layer.Inputs);
            ActivationFunctions<T>.Apply(layer.Activation, input.Values, Output.Values);
        }

        public override void Backward(Batch<T> outputGradient)
        {
            InputGradient.Shape(Output, layer.Inputs);
            ActivationFunctions<T>.Differentiate(layer.Activation, Output.Values, outputGradient.Values, InputGradient.Values);
        }
    }
}
