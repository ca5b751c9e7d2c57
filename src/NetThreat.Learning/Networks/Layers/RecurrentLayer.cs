using System.Numerics;
using NetThreat.Learning.Networks.Numerics;

namespace NetThreat.Learning.Networks.Layers;

/// <summary>A layer that reads a sequence step after step and gives its state at every step. Parameters are those of PyTorch, by name, order and shape.</summary>
internal abstract class RecurrentLayer<T> : Layer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    protected RecurrentLayer(int inputs, int units, int gates)
    {
        int width = gates * units;
        InputWeight = new Parameter<T>("weight_ih", width, inputs) { Fan = units };
        HiddenWeight = new Parameter<T>("weight_hh", width, units) { Fan = units };
        InputBias = new Parameter<T>("bias_ih", 1, width) { Fan = units };
        HiddenBias = new Parameter<T>("bias_hh", 1, width) { Fan = units };
        Parameters = [InputWeight, HiddenWeight, InputBias, HiddenBias];
    }

    /// <summary><c>[gates × units][inputs]</c>, gate after gate.</summary>
    public Parameter<T> InputWeight { get; }

    /// <summary><c>[gates × units][units]</c>, gate after gate.</summary>
    public Parameter<T> HiddenWeight { get; }

    public Parameter<T> InputBias { get; }

    public Parameter<T> HiddenBias { get; }

    /// <summary>Width of all gates together.</summary>
    public int GateWidth => InputWeight.Rows;

    public override int Inputs => InputWeight.Columns;

    public override int Outputs => HiddenWeight.Columns;

    public override IReadOnlyList<Parameter<T>> Parameters { get; }

    /// <summary>The sum of both biases.</summary>
    internal T[] Bias { get; private set; } = [];

    internal PackedMatrix<T> InputForward { get; } = new();

    internal PackedMatrix<T> HiddenForward { get; } = new();

    internal PackedMatrix<T> InputBackward { get; } = new();

    internal PackedMatrix<T> HiddenBackward { get; } = new();

    public override void Refresh()
    {
        if (Bias.Length == 0) Bias = new T[GateWidth];
        InputBias.Values.CopyTo(Bias, 0);
        RowMath.Add<T>(HiddenBias.Values, Bias);
        InputForward.PackTransposed(InputWeight.Values, Inputs, GateWidth, Inputs);
        HiddenForward.PackTransposed(HiddenWeight.Values, Outputs, GateWidth, Outputs);
        InputBackward.Pack(InputWeight.Values, GateWidth, Inputs, Inputs);
        HiddenBackward.Pack(HiddenWeight.Values, GateWidth, Outputs, Outputs);
    }
}
