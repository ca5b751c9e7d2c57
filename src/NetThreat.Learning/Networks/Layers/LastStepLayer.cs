using System.Numerics;

namespace NetThreat.Learning.Networks.Layers;

/// <summary>Of every sequence the last step that is there.</summary>
internal sealed class LastStepLayer<T>(int width) : Layer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public override int Inputs => width;

    public override int Outputs => width;

    public override Pass<T> NewPass(bool training) => new LastStepPass(this, training);

    private sealed class LastStepPass(LastStepLayer<T> layer, bool training) : Pass<T>(layer, training)
    {
        private Batch<T>? _input;

        public override Batch<T> Output { get; } = new();

        public override Batch<T> InputGradient { get; } = new();

        public override void Forward(Batch<T> input, PassMode mode)
        {
            _input = input;
            Output.Shape(input.Sequences, 1, layer.Inputs);
            for (int i = 0; i < input.Sequences; i++) input[i, input.Lengths[i] - 1].CopyTo(Output[i]);
        }

        public override void Backward(Batch<T> outputGradient)
        {
            var input = _input!;
            InputGradient.Shape(input, layer.Inputs);
            InputGradient.Values.Clear();
            for (int i = 0; i < input.Sequences; i++) outputGradient[i].CopyTo(InputGradient[i, input.Lengths[i] - 1]);
        }
    }
}
