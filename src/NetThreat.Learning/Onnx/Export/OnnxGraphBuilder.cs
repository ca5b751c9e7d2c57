using System.Globalization;
using System.Runtime.InteropServices;
using NetThreat.Learning.Onnx.Format;

namespace NetThreat.Learning.Onnx.Export;

/// <summary>Gathers the operators and weights of a graph and writes them as a model file. Names are made here and never repeat. Field numbers: onnx.proto.</summary>
internal sealed class OnnxGraphBuilder
{
    /// <summary>Operator sets that every ONNX Runtime since 1.12 runs.</summary>
    public const int IrVersion = 8, Opset = 17, MachineLearningOpset = 3;

    private readonly ProtobufWriter _nodes = new(), _weights = new(), _inputs = new(), _outputs = new(), _metadata = new();
    private int _names;
    private bool _usesMachineLearning;

    public string Input(string name, OnnxElement element, params ReadOnlySpan<object> shape)
    {
        _inputs.Message(11, Declaration(name, element, shape));
        return name;
    }

    public void Output(string name, string value, OnnxElement element, params ReadOnlySpan<object> shape)
    {
        Add("Identity", [value], [name], []);
        _outputs.Message(12, Declaration(name, element, shape));
    }

    /// <summary>A fact of the model that tools show.</summary>
    public void Metadata(string key, string value) => _metadata.Message(14, new ProtobufWriter().Text(1, key).Text(2, value));

    public string Weights(ReadOnlySpan<float> values, params ReadOnlySpan<long> shape) => Tensor(OnnxElement.Float32, MemoryMarshal.AsBytes(values), shape);

    public string Weights(ReadOnlySpan<double> values, params ReadOnlySpan<long> shape) => Tensor(OnnxElement.Float64, MemoryMarshal.AsBytes(values), shape);

    public string Weights(ReadOnlySpan<long> values, params ReadOnlySpan<long> shape) => Tensor(OnnxElement.Int64, MemoryMarshal.AsBytes(values), shape);

    /// <summary>Adds an operator with one output and returns the output's name.</summary>
    public string Node(string operation, ReadOnlySpan<string> inputs, params ReadOnlySpan<OnnxAttribute> attributes)
    {
        var output = Name(operation);
        Add(operation, inputs, [output], attributes);
        return output;
    }

    /// <summary>Adds an operator whose outputs are named by the caller; an empty name leaves one out.</summary>
    public void Add(string operation, ReadOnlySpan<string> inputs, ReadOnlySpan<string> outputs, ReadOnlySpan<OnnxAttribute> attributes, bool machineLearning = false)
    {
        var node = new ProtobufWriter();
        foreach (var input in inputs) node.Text(1, input);
        foreach (var output in outputs) node.Text(2, output);
        node.Text(4, operation);
        foreach (var attribute in attributes) node.Message(5, attribute.Message);
        if (machineLearning) node.Text(7, OnnxInspector.MachineLearning);
        _usesMachineLearning |= machineLearning;
        _nodes.Message(1, node);
    }

    public string Name(string like) => string.Create(CultureInfo.InvariantCulture, $"{like.ToLowerInvariant()}_{++_names}");

    public string Cast(string value, OnnxElement to) => Node("Cast", [value], OnnxAttribute.Int("to", (long)to));

    public byte[] File()
    {
        var graph = new ProtobufWriter().Merge(_nodes).Text(2, "netthreat").Merge(_weights).Merge(_inputs).Merge(_outputs);
        var model = new ProtobufWriter().Varint(1, IrVersion).Text(2, "NetThreat").Message(7, graph).Message(8, new ProtobufWriter().Text(1, "").Varint(2, Opset));
        if (_usesMachineLearning) model.Message(8, new ProtobufWriter().Text(1, OnnxInspector.MachineLearning).Varint(2, MachineLearningOpset));
        return model.Merge(_metadata).Written.ToArray();
    }

    private string Tensor(OnnxElement element, ReadOnlySpan<byte> bytes, ReadOnlySpan<long> shape)
    {
        var name = Name("weights");
        var tensor = new ProtobufWriter();
        foreach (long dimension in shape) tensor.Varint(1, dimension);
        _weights.Message(5, tensor.Varint(2, (long)element).Text(8, name).Bytes(9, bytes));
        return name;
    }

    /// <param name="shape">Sizes, or names of free dimensions.</param>
    private static ProtobufWriter Declaration(string name, OnnxElement element, ReadOnlySpan<object> shape)
    {
        var dimensions = new ProtobufWriter();
        foreach (var size in shape) dimensions.Message(1, size is string free ? new ProtobufWriter().Text(2, free) : new ProtobufWriter().Varint(1, Convert.ToInt64(size, CultureInfo.InvariantCulture)));
        var tensor = new ProtobufWriter().Varint(1, (long)element).Message(2, dimensions);
        return new ProtobufWriter().Text(1, name).Message(2, new ProtobufWriter().Message(1, tensor));
    }
}
