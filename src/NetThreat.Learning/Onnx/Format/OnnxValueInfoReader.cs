using System.Collections.Immutable;

namespace NetThreat.Learning.Onnx.Format;

/// <summary>Reads the declaration of an input or output.</summary>
internal static class OnnxValueInfoReader
{
    public static OnnxValueInfo Read(ReadOnlySpan<byte> message, OnnxLimits limits)
    {
        var info = new OnnxValueInfo("", IsTensor: false, OnnxElement.Undefined, null);
        var reader = new ProtobufReader(message);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1: info = info with { Name = reader.Text(limits.MaxNameBytes) }; break;
                case 2: info = Type(info, reader.Bytes(), limits); break;
                default: reader.Skip(); break;
            }
        }
        return info;
    }

    private static OnnxValueInfo Type(OnnxValueInfo info, ReadOnlySpan<byte> message, OnnxLimits limits)
    {
        var reader = new ProtobufReader(message);
        while (reader.Next())
        {
            if (reader.Field == 1) info = Tensor(info with { IsTensor = true }, reader.Bytes(), limits);
            else reader.Skip();
        }
        return info;
    }

    private static OnnxValueInfo Tensor(OnnxValueInfo info, ReadOnlySpan<byte> message, OnnxLimits limits)
    {
        var reader = new ProtobufReader(message);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1: info = info with { Element = (OnnxElement)reader.Varint() }; break;
                case 2: info = info with { Shape = Shape(info.Name, reader.Bytes(), limits) }; break;
                default: reader.Skip(); break;
            }
        }
        return info;
    }

    private static ImmutableArray<long> Shape(string name, ReadOnlySpan<byte> message, OnnxLimits limits)
    {
        List<long> dimensions = [];
        long elements = 1;
        var reader = new ProtobufReader(message);
        while (reader.Next())
        {
            if (reader.Field != 1)
            {
                reader.Skip();
                continue;
            }
            long d = Dimension(reader.Bytes());
            dimensions.Add(d);
            if (dimensions.Count > limits.MaxRank || d > limits.MaxElements || (d > 0 && (elements *= d) > limits.MaxElements))
                throw new LearningException($"the ONNX file declares the value '{OnnxInspector.Printable(name)}' with the shape {string.Join(" × ", dimensions)}, which is more than a model of rows needs");
        }
        return [.. dimensions];
    }

    /// <summary>A size, or -1 for one that is free or only named. Converters write 0 for "unknown", too.</summary>
    private static long Dimension(ReadOnlySpan<byte> message)
    {
        long size = -1;
        var reader = new ProtobufReader(message);
        while (reader.Next())
        {
            if (reader.Field == 1) size = reader.Varint();
            else reader.Skip();
        }
        return size > 0 ? size : -1;
    }
}
