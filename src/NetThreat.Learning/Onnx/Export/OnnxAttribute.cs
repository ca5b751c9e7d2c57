using NetThreat.Learning.Onnx.Format;

namespace NetThreat.Learning.Onnx.Export;

/// <summary>A setting of an operator. Field numbers and types: onnx.proto, AttributeProto.</summary>
internal sealed class OnnxAttribute
{
    private OnnxAttribute(string name, int type, Action<ProtobufWriter> value)
    {
        Message = new ProtobufWriter().Text(1, name);
        value(Message);
        Message.Varint(20, type);
    }

    private OnnxAttribute(ProtobufWriter message) => Message = message;

    public ProtobufWriter Message { get; }

    /// <summary>An attribute that is written already, for example one that holds a graph.</summary>
    public static OnnxAttribute Raw(ProtobufWriter message) => new(message);

    public static OnnxAttribute Float(string name, float value) => new(name, 1, m => m.Single(2, value));

    public static OnnxAttribute Int(string name, long value) => new(name, 2, m => m.Varint(3, value));

    public static OnnxAttribute Text(string name, string value) => new(name, 3, m => m.Text(4, value));

    public static OnnxAttribute Floats(string name, float[] values) => new(name, 6, m => m.Packed<float>(7, values));

    public static OnnxAttribute Ints(string name, params long[] values) => new(name, 7, m => m.PackedVarints(8, values));

    public static OnnxAttribute Texts(string name, IEnumerable<string> values) => new(name, 8, m =>
    {
        foreach (var value in values) m.Text(9, value);
    });
}
