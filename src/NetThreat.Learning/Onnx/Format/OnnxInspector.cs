using System.Collections.Immutable;

namespace NetThreat.Learning.Onnx.Format;

/// <summary>
/// Reads a model file before the runtime sees it, and refuses what a model of ours never needs: operators of other domains, functions,
/// weights in other files, versions that the runtime does not know, shapes that do not fit their data, values that nothing produces.
/// Field numbers: onnx.proto of the ONNX specification.
/// </summary>
public static class OnnxInspector
{
    public const string Standard = "ai.onnx";
    public const string MachineLearning = "ai.onnx.ml";

    /// <exception cref="LearningException">The file is broken, or holds what is refused; the message names it.</exception>
    public static OnnxModelInfo Inspect(ReadOnlySpan<byte> file, OnnxLimits? limits = null)
    {
        limits ??= OnnxLimits.Default;
        if (file.Length > limits.MaxFileBytes) throw new LearningException($"the ONNX file has {file.Length:N0} bytes: at most {limits.MaxFileBytes:N0} are read");
        var opsets = ImmutableSortedDictionary.CreateBuilder<string, long>(StringComparer.Ordinal);
        long ir = 0;
        var producer = "";
        ReadOnlySpan<byte> graph = default;
        bool hasGraph = false;
        var reader = new ProtobufReader(file);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1: ir = reader.Varint(); break;
                case 2: producer = reader.Text(limits.MaxNameBytes); break;
                case 7 when hasGraph: throw new LearningException("the ONNX file holds two graphs");
                case 7:
                    graph = reader.Bytes();
                    hasGraph = true;
                    break;
                case 8: Opset(reader.Bytes(), opsets, limits); break;
                case 20: throw new LearningException("the ONNX file holds training graphs: export it for inference");
                case 25: throw new LearningException("the ONNX file defines functions of its own: export it with functions inlined");
                default: reader.Skip(); break;
            }
        }
        if (!hasGraph) throw new LearningException("the ONNX file holds no graph");
        if (ir < 1 || ir > limits.MaxIrVersion) throw new LearningException($"the ONNX file has IR version {ir}: this release reads 1 to {limits.MaxIrVersion}");
        if (opsets.Count == 0) throw new LearningException("the ONNX file names no operator set");
        var read = new OnnxGraphReader(limits);
        read.Read(graph);
        return new OnnxModelInfo(ir, opsets.ToImmutable(), producer, [.. read.Inputs], [.. read.Outputs], read.ZipMaps.ToImmutableDictionary(StringComparer.Ordinal), read.Nodes, read.Elements);
    }

    /// <summary>Refuses domains other than those of the standard.</summary>
    internal static string Domain(string domain) => domain switch
    {
        "" or Standard => Standard,
        MachineLearning => MachineLearning,
        _ => throw new LearningException($"the ONNX file uses operators of the domain '{Printable(domain)}': only those of {Standard} and {MachineLearning} are run"),
    };

    /// <summary>A name from a file as it may appear in a message.</summary>
    internal static string Printable(string name)
    {
        var text = string.Concat(name.Take(80).Select(c => char.IsControl(c) || char.IsSurrogate(c) ? '?' : c));
        return name.Length > 80 ? text + "…" : text;
    }

    private static void Opset(ReadOnlySpan<byte> message, ImmutableSortedDictionary<string, long>.Builder opsets, OnnxLimits limits)
    {
        var domain = "";
        long version = 0;
        var reader = new ProtobufReader(message);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1: domain = reader.Text(limits.MaxNameBytes); break;
                case 2: version = reader.Varint(); break;
                default: reader.Skip(); break;
            }
        }
        domain = Domain(domain);
        long newest = domain == Standard ? limits.MaxOpset : limits.MaxMachineLearningOpset;
        if (version < 1 || version > newest) throw new LearningException($"the ONNX file asks for operator set {version} of {domain}: this release runs 1 to {newest}");
        opsets[domain] = version;
    }
}
