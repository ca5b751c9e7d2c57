using System.Numerics;
using NetThreat.Learning.Networks.Numerics;

namespace NetThreat.Learning.Networks.Layers;

/// <summary>x + f(x).</summary>
internal sealed class ResidualLayer<T> : Layer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public ResidualLayer(Layer<T> inner)
    {
        if (inner.Inputs != inner.Outputs) throw new ArgumentException($"{inner.Inputs} inputs cannot be added to {inner.Outputs} outputs", nameof(inner));
        Inner = inner;
    }

    public Layer<T> Inner { get; }

    public override int Inputs => Inner.Inputs;

    public override int Outputs => Inner.Outputs;

    public override IReadOnlyList<Parameter<T>> Parameters => Inner.Parameters;

    public override void Refresh() => Inner.Refresh();

    public override Pass<T> NewPass(bool training) => new ResidualPass(Inner.NewPass(training));

    private sealed class ResidualPass(Pass<T> inner) : Pass<T>(inner.Gradients)
    {
        public override Batch<T> Output { get; } = new();

        public override Batch<T> InputGradient { get; } = new();

        public override void Forward(Batch<T> input, PassMode mode)
        {
            inner.Forward(input, mode);
            Output.Shape(input, input.Width);
            input.Values.CopyTo(Output.Values);
            RowMath.Add<T>(inner.Output.Values, Output.Values);
        }

        public override void Backward(Batch<T> outputGradient)
        {
            InputGradient.Shape(outputGradient, outputGradient.Width);
            outputGradient.Values.CopyTo(InputGradient.Values);
            inner.Backward(outputGradient);
            RowMath.Add<T>(inner.InputGradient.Values, InputGradient.Values);
        }
    }
}
