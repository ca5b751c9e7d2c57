using NetThreat.Learning.Networks.Layers;
using NetThreat.Learning.Onnx.Format;

namespace NetThreat.Learning.Onnx.Export;

/// <summary>Layers as operators. A value is <c>[n, width]</c>, or <c>[n, steps, width]</c> until a layer gives one row per sequence.</summary>
internal sealed class OnnxLayerExport
{
    private readonly OnnxGraphBuilder _graph;
    private readonly string? _lengths;
    private readonly int _steps;
    private bool _isSequence;

    /// <summary>The state after the last step that is there, while the value is the output of a recurrent layer.</summary>
    private string? _lastState;

    private OnnxLayerExport(OnnxGraphBuilder graph, string? lengths, int steps) => (_graph, _lengths, _steps, _isSequence) = (graph, lengths, steps, lengths is not null);

    public static string Rows(OnnxGraphBuilder graph, string rows, Layer<float> network) => new OnnxLayerExport(graph, null, 1).Write(rows, network);

    /// <param name="lengths">int32 <c>[n]</c>.</param>
    /// <param name="steps">Steps that the input is declared with.</param>
    public static string Sequences(OnnxGraphBuilder graph, string sequences, string lengths, int steps, Layer<float> network) =>
        new OnnxLayerExport(graph, lengths, steps).Write(sequences, network);

    private string Sequential(string value, IReadOnlyList<Layer<float>> layers)
    {
        for (int i = 0; i < layers.Count; i++) value = Write(value, layers[i], layers.Skip(i + 1).FirstOrDefault(l => l is not DropoutLayer<float>) is LastStepLayer<float>);
        return value;
    }

    /// <param name="onlyLast">Of a recurrent layer only the state after the last step is needed: the runtime need not write the others.</param>
    private string Write(string value, Layer<float> layer, bool onlyLast = false)
    {
        var state = _lastState;
        _lastState = null;
        switch (layer)
        {
            case SequentialLayer<float> sequential:
                return Sequential(value, sequential.Layers);
            case DropoutLayer<float>:
                _lastState = state;
                return value;
            case DenseLayer<float> dense: return Dense(value, dense);
            case ActivationLayer<float> activation: return Activate(value, activation.Activation);
            case ResidualLayer<float> residual: return _graph.Node("Add", [value, Write(value, residual.Inner)]);
            case LayerNormLayer<float> norm: return Normalise(value, norm);
            case PositionalEncodingLayer<float> positions: return _graph.Node("Add", [value, _graph.Weights(positions.Table.AsSpan(0, _steps * positions.Inputs), _steps, positions.Inputs)]);
            case AttentionLayer<float> attention: return OnnxAttentionExport.Write(_graph, value, _lengths!, _steps, attention, Dense);
            case LstmLayer<float> lstm: return Recurrent("LSTM", value, lstm, onlyLast, [0, 3, 1, 2]);
            case GruLayer<float> gru: return Recurrent("GRU", value, gru, onlyLast, [1, 0, 2], OnnxAttribute.Int("linear_before_reset", 1));
            case LastStepLayer<float>: return LastStep(value, state);
            case MeanStepLayer<float>: return MeanStep(value);
            default: throw new LearningException($"the layer {layer.GetType().Name} cannot be written as ONNX");
        }
    }

    private string Dense(string value, DenseLayer<float> dense)
    {
        string weight = _graph.Weights(dense.Weight.Values, dense.Outputs, dense.Inputs), bias = _graph.Weights(dense.Bias.Values, dense.Outputs);
        if (!_isSequence) return _graph.Node("Gemm", [value, weight, bias], OnnxAttribute.Int("transB", 1));
        var turned = _graph.Node("Transpose", [weight], OnnxAttribute.Ints("perm", 1, 0));
        return _graph.Node("Add", [_graph.Node("MatMul", [value, turned]), bias]);
    }

    private string Activate(string value, Activation activation) => activation switch
    {
        Activation.Tanh => _graph.Node("Tanh", [value]),
        Activation.Relu => _graph.Node("Relu", [value]),
        Activation.Sigmoid => _graph.Node("Sigmoid", [value]),
        Activation.LeakyRelu => _graph.Node("LeakyRelu", [value], OnnxAttribute.Float("alpha", 0.01f)),
        _ => throw new LearningException($"the activation {activation} cannot be written as ONNX"),
    };

    private string Normalise(string value, LayerNormLayer<float> norm) => _graph.Node(
        "LayerNormalization", [value, _graph.Weights(norm.Weight.Values, norm.Inputs), _graph.Weights(norm.Bias.Values, norm.Inputs)],
        OnnxAttribute.Int("axis", -1), OnnxAttribute.Float("epsilon", (float)LayerNormLayer<float>.Epsilon));

    /// <param name="order">The place among our gates of each gate of the operator.</param>
    private string Recurrent(string operation, string value, RecurrentLayer<float> layer, bool onlyLast, int[] order, params ReadOnlySpan<OnnxAttribute> more)
    {
        int units = layer.Outputs;
        string input = _graph.Weights(Reordered(layer.InputWeight, order), 1, layer.GateWidth, layer.Inputs);
        string hidden = _graph.Weights(Reordered(layer.HiddenWeight, order), 1, layer.GateWidth, units);
        string bias = _graph.Weights([.. Reordered(layer.InputBias, order), .. Reordered(layer.HiddenBias, order)], 1, 2 * layer.GateWidth);
        var timeFirst = _graph.Node("Transpose", [value], OnnxAttribute.Ints("perm", 1, 0, 2));
        string all = _graph.Name("states"), last = _graph.Name("state");
        _graph.Add(operation, [timeFirst, input, hidden, bias, _lengths!], [onlyLast ? "" : all, last], [OnnxAttribute.Int("hidden_size", units), .. more]);
        _lastState = _graph.Node("Squeeze", [last, _graph.Weights([0L], 1)]);
        if (onlyLast) return _lastState;
        return _graph.Node("Transpose", [_graph.Node("Squeeze", [all, _graph.Weights([1L], 1)])], OnnxAttribute.Ints("perm", 1, 0, 2));
    }

    private static float[] Reordered(Parameter<float> parameter, int[] order)
    {
        int block = parameter.Values.Length / order.Length;
        return [.. order.SelectMany(gate => parameter.Values.AsSpan(gate * block, block).ToArray())];
    }

    private string LastStep(string value, string? state)
    {
        _isSequence = false;
        if (state is not null) return state;
        var last = _graph.Node("Sub", [_graph.Cast(_lengths!, OnnxElement.Int64), _graph.Weights([1L], 1)]);
        return Weighted(value, _graph.Node("Equal", [Positions(), AsColumn(last)]));
    }

    private string MeanStep(string value)
    {
        _isSequence = false;
        var lengths = _graph.Cast(_lengths!, OnnxElement.Int64);
        var sum = Weighted(value, _graph.Node("Less", [Positions(), AsColumn(lengths)]));
        return _graph.Node("Div", [sum, AsColumn(_graph.Cast(lengths, OnnxElement.Float32))]);
    }

    /// <summary>The sum over the steps that are chosen.</summary>
    /// <param name="chosen">bool <c>[n, steps]</c>.</param>
    private string Weighted(string value, string chosen)
    {
        var weights = _graph.Node("Unsqueeze", [_graph.Cast(chosen, OnnxElement.Float32), _graph.Weights([1L], 1)]);
        return _graph.Node("Squeeze", [_graph.Node("MatMul", [weights, value]), _graph.Weights([1L], 1)]);
    }

    private string Positions() => _graph.Weights([.. Enumerable.Range(0, _steps).Select(i => (long)i)], 1, _steps);

    private string AsColumn(string perSequence) => _graph.Node("Unsqueeze", [perSequence, _graph.Weights([1L], 1)]);
}
