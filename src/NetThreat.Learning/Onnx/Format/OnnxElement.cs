namespace NetThreat.Learning.Onnx.Format;

/// <summary>Types of a tensor's elements (onnx.proto, TensorProto.DataType).</summary>
public enum OnnxElement
{
    Undefined = 0,
    Float32 = 1,
    UInt8 = 2,
    Int8 = 3,
    UInt16 = 4,
    Int16 = 5,
    Int32 = 6,
    Int64 = 7,
    Text = 8,
    Bool = 9,
    Float16 = 10,
    Float64 = 11,
    UInt32 = 12,
    UInt64 = 13,
    Complex64 = 14,
    Complex128 = 15,
    BFloat16 = 16,
}

internal static class OnnxElementSize
{
    /// <summary>Bytes of one element in a tensor's raw data; 0 for text and what this version does not read.</summary>
    public static int Of(OnnxElement element) => element switch
    {
        OnnxElement.UInt8 or OnnxElement.Int8 or OnnxElement.Bool => 1,
        OnnxElement.UInt16 or OnnxElement.Int16 or OnnxElement.Float16 or OnnxElement.BFloat16 => 2,
        OnnxElement.Float32 or OnnxElement.Int32 or OnnxElement.UInt32 => 4,
        OnnxElement.Float64 or OnnxElement.Int64 or OnnxElement.UInt64 or OnnxElement.Complex64 => 8,
        OnnxElement.Complex128 => 16,
        _ => 0,
    };
}
