using System.Numerics;
using NetThreat.Learning.Networks.Numerics;

namespace NetThreat.Learning.Networks.Layers;

/// <summary>Of every sequence the mean over the steps that are there.</summary>
internal sealed class MeanStepLayer<T>(int width) : Layer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public override int Inputs => width;

    public override int Outputs => width;

    public override Pass<T> NewPass(bool training) => new MeanStepPass(this, training);

    private sealed class MeanStepPass(MeanStepLayer<T> layer, bool training) : Pass<T>(layer, training)
    {
        private Batch<T>? _input;

        public override Batch<T> Output { get; } = new();

        public override Batch<T> InputGradient { get; } = new();

        public override void Forward(Batch<T> input, PassMode mode)
        {
            _input = input;
            Output.Shape(input.Sequences, 1, layer.Inputs);
            Output.Values.Clear();
            for (int i = 0; i < input.Sequences; i++)
            {
                for (int t = 0; t < input.Lengths[i]; t++) RowMath.Add<T>(input[i, t], Output[i]);
                RowMath.Scale(Output[i], T.One / T.CreateChecked(input.Lengths[i]));
            }
        }

        public override void Backward(Batch<T> outputGradient)
        {
            var input = _input!;
            InputGradient.Shape(input, layer.Inputs);
            InputGradient.Values.Clear();
            for (int i = 0; i < input.Sequences; i++)
            {
                for (int t = 0; t < input.Lengths[i]; t++) RowMath.AddScaled<T>(outputGradient[i], T.One / T.CreateChecked(input.Lengths[i]), InputGradient[i, t]);
            }
        }
    }
}
