namespace NetThreat.Learning.Onnx.Format;

/// <summary>Checks tensors without keeping them: the data must be in the file, and as much as the dimensions say.</summary>
internal sealed class OnnxTensorReader(OnnxLimits limits)
{
    /// <summary>Of all tensors read.</summary>
    public long Elements { get; private set; }

    /// <summary>Checks one tensor and returns its name.</summary>
    /// <exception cref="LearningException">Data elsewhere, absurd dimensions, or data of another size.</exception>
    public string Read(ReadOnlySpan<byte> message)
    {
        var name = "";
        List<long> dimensions = [];
        var element = OnnxElement.Undefined;
        long rawBytes = -1, listed = 0;
        var reader = new ProtobufReader(message);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1: reader.Varints(dimensions, limits.MaxRank); break;
                case 2: element = (OnnxElement)reader.Varint(); break;
                case 3: throw Refused(name, "comes in segments");
                case 4: listed += reader.CountNumbers(4); break;
                case 5 or 7 or 11: listed += reader.CountNumbers(0); break;
                case 6: reader.Skip(); listed++; break;
                case 8: name = reader.Text(limits.MaxNameBytes); break;
                case 9: rawBytes = reader.Bytes().Length; break;
                case 10: listed += reader.CountNumbers(8); break;
                case 13: throw Elsewhere(name);
                case 14:
                    if (reader.Varint() != 0) throw Elsewhere(name);
                    break;
                default: reader.Skip(); break;
            }
        }
        Check(name, dimensions, element, rawBytes, listed);
        return name;
    }

    private void Check(string name, List<long> dimensions, OnnxElement element, long rawBytes, long listed)
    {
        long elements = 1;
        foreach (long d in dimensions)
        {
            if (d < 0 || d > limits.MaxElements || (elements *= d) > limits.MaxElements) throw Refused(name, $"has the dimensions {string.Join(" × ", dimensions)}: at most {limits.MaxElements:N0} elements are read");
        }
        Elements += elements;
        int size = OnnxElementSize.Of(element);
        bool isText = element == OnnxElement.Text;
        if (size == 0 && !isText) throw Refused(name, $"has elements of the type {(int)element}, which this release does not read");
        bool fits = rawBytes >= 0 ? !isText && listed == 0 && rawBytes == elements * size : listed == elements * (element is OnnxElement.Complex64 or OnnxElement.Complex128 ? 2 : 1);
        if (!fits) throw Refused(name, $"has data of another size than its dimensions {string.Join(" × ", dimensions)} say");
    }

    private static LearningException Elsewhere(string name) => Refused(name, "lies in another file: save the model as one file");

    private static LearningException Refused(string name, string why) => new($"the weight '{OnnxInspector.Printable(name)}' of the ONNX file {why}");
}
