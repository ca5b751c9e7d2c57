using System.Numerics;
using NetThreat.Learning.Networks.Numerics;

namespace NetThreat.Learning.Networks.Layers;

/// <summary>
/// What recurrent layers have in common: the inputs of all steps meet their weights in one product, then each step adds its product with the
/// state before it. Backwards likewise: step after step, then one product for each weight matrix.
/// </summary>
internal abstract class RecurrentPass<T> : Pass<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly RecurrentLayer<T> _layer;
    private readonly PackedMatrix<T> _scratch = new();
    private readonly Batch<T> _previous = new();
    private Batch<T>? _input;

    /// <param name="separate">Is the state's part of the gates kept apart from the input's?</param>
    protected RecurrentPass(RecurrentLayer<T> layer, bool training, bool separate)
        : base(layer, training)
    {
        _layer = layer;
        HiddenGates = separate ? new Batch<T>() : Gates;
        HiddenGateGradients = separate ? new Batch<T>() : GateGradients;
    }

    /// <summary>The state at every step.</summary>
    public override Batch<T> Output { get; } = new();

    public override Batch<T> InputGradient { get; } = new();

    /// <summary>The input's part of the gates; then whatever <see cref="Step"/> leaves for backward.</summary>
    protected Batch<T> Gates { get; } = new();

    /// <summary>The state's part of the gates; the same as <see cref="Gates"/> where they are only ever added.</summary>
    protected Batch<T> HiddenGates { get; }

    protected Batch<T> GateGradients { get; } = new();

    protected Batch<T> HiddenGateGradients { get; }

    public override void Forward(Batch<T> input, PassMode mode)
    {
        _input = input;
        int steps = input.Steps, width = _layer.GateWidth, units = _layer.Outputs;
        Output.Shape(input, units);
        Gates.Shape(input, width);
        Shape(input);
        RowMath.Fill(HiddenGates == Gates ? _layer.Bias : _layer.InputBias.Values, Gates.Values);
        if (HiddenGates != Gates)
        {
            HiddenGates.Shape(input, width);
            RowMath.Fill(_layer.HiddenBias.Values, HiddenGates.Values);
        }
        MatrixProduct.Add(input.Values, _layer.Inputs, 1, input.Rows, _layer.InputForward, Gates.Values, width);
        for (int t = 0; t < steps; t++)
        {
            if (t > 0) MatrixProduct.Add(Output.Values[((t - 1) * units)..], steps * units, 1, input.Sequences, _layer.HiddenForward, HiddenGates.Values[(t * width)..], steps * width);
            Step(t);
        }
    }

    public override void Backward(Batch<T> outputGradient)
    {
        var input = _input!;
        int steps = input.Steps, width = _layer.GateWidth, units = _layer.Outputs;
        GateGradients.Shape(input, width);
        if (HiddenGateGradients != GateGradients) HiddenGateGradients.Shape(input, width);
        for (int t = steps - 1; t >= 0; t--)
        {
            StepBack(t, outputGradient);
            if (t > 0) MatrixProduct.Add(HiddenGateGradients.Values[(t * width)..], steps * width, 1, input.Sequences, _layer.HiddenBackward, outputGradient.Values[((t - 1) * units)..], steps * units);
        }
        WeightGradients(input);
        if (!WantsInputGradient) return;
        InputGradient.Shape(input, _layer.Inputs);
        InputGradient.Values.Clear();
        MatrixProduct.Add(GateGradients.Values, width, 1, input.Rows, _layer.InputBackward, InputGradient.Values, _layer.Inputs);
    }

    /// <summary>Prepares memory of the shape of a batch.</summary>
    protected virtual void Shape(Batch<T> input)
    {
    }

    /// <summary>From the gates' sums to the state at a step, of all sequences.</summary>
    protected abstract void Step(int t);

    /// <summary>
    /// From the gradient of the state at a step to those of the gates; adds to the gradient of the state before what does not go through the gates.
    /// </summary>
    protected abstract void StepBack(int t, Batch<T> outputGradient);

    private void WeightGradients(Batch<T> input)
    {
        int width = _layer.GateWidth, units = _layer.Outputs;
        _previous.Shape(input, units);
        for (int i = 0; i < input.Sequences; i++)
        {
            _previous[i, 0].Clear();
            Output.Values.Slice(i * input.Steps * units, (input.Steps - 1) * units).CopyTo(_previous.Values[((i * input.Steps + 1) * units)..]);
        }
        MatrixProduct.AddTransposed(GateGradients.Values, width, width, input.Values, _layer.Inputs, _layer.Inputs, input.Rows, Gradients[0], _layer.Inputs, _scratch);
        MatrixProduct.AddTransposed(HiddenGateGradients.Values, width, width, _previous.Values, units, units, input.Rows, Gradients[1], units, _scratch);
        RowMath.AddRows<T>(GateGradients.Values, Gradients[2]);
        RowMath.AddRows<T>(HiddenGateGradients.Values, Gradients[3]);
    }
}
