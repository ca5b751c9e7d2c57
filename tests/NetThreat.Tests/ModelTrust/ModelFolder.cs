using System.Security.Cryptography;
using NetThreat.Learning.Manifests;
using NetThreat.Learning.Onnx.Export;
using NetThreat.Learning.Onnx.Format;
using NetThreat.Learning.Store;
using NetThreat.Learning.Training;

namespace NetThreat.Tests.ModelTrust;

/// <summary>A folder of models as a stranger brings it: nothing in it is approved.</summary>
internal sealed class ModelFolder : IDisposable
{
    public string Root { get; } = Directory.CreateTempSubdirectory("netthreat-models-").FullName;

    public ModelStore Store => new(Root, null);

    /// <summary>Writes an ONNX model of two columns with an output "score".</summary>
    public ModelEntry Add(string name, byte[] onnx, ManifestOnnx? binding = null, string[]? columns = null)
    {
        var folder = Directory.CreateDirectory(Path.Combine(Root, name, "1")).FullName;
        File.WriteAllBytes(Path.Combine(folder, "model.onnx"), onnx);
        var manifest = new ModelManifest
        {
            Name = name,
            Version = "1",
            Kind = "onnx",
            Task = LearningTask.Anomaly,
            Features = new(0, [.. (columns ?? ["a", "b"]).Select(c => new ManifestColumn(c))]),
            Weights = new("model.onnx", Convert.ToHexStringLower(SHA256.HashData(onnx)), onnx.Length),
            Onnx = binding ?? new ManifestOnnx { Output = "score" },
        };
        File.WriteAllBytes(Path.Combine(folder, ManifestFile.Name), ManifestFile.Write(manifest));
        return ModelStore.Read(folder);
    }

    /// <summary>score = a + b.</summary>
    public static byte[] Sum()
    {
        var graph = new OnnxGraphBuilder();
        var rows = graph.Input("rows", OnnxElement.Float32, "n", 2);
        graph.Output("score", graph.Node("MatMul", [rows, graph.Weights([1f, 1f], 2, 1)]), OnnxElement.Float32, "n", 1);
        return graph.File();
    }

    /// <summary>Nothing that a reader of the file would refuse, and 64 GB when it is run.</summary>
    public static byte[] MemoryBomb()
    {
        var graph = new OnnxGraphBuilder();
        var rows = graph.Input("rows", OnnxElement.Float32, "n", 2);
        // The shape is no constant to the runtime, so that it finds out late.
        var size = graph.Node("Add", [graph.Cast(graph.Node("ReduceMin", [graph.Node("Mul", [rows, graph.Weights([0f], 1)])], OnnxAttribute.Int("keepdims", 0)), OnnxElement.Int64), graph.Weights([1L << 17, 1L << 17], 2)]);
        var filled = graph.Node("ConstantOfShape", [size]);
        var most = graph.Node("ReduceMax", [graph.Node("Exp", [filled])], OnnxAttribute.Int("keepdims", 0));
        graph.Output("score", graph.Node("Add", [graph.Node("MatMul", [rows, graph.Weights([1f, 1f], 2, 1)]), most]), OnnxElement.Float32, "n", 1);
        return graph.File();
    }

    /// <summary>A loop without an end.</summary>
    public static byte[] TimeBomb()
    {
        var body = new ProtobufWriter()
            .Message(1, Node("Identity", ["go"], ["go_on"]))
            .Message(1, Node("Add", ["sum", "sum"], ["more"]))
            .Text(2, "body")
            .Message(11, Value("i", 7)).Message(11, Value("go", 9)).Message(11, Value("sum", 1))
            .Message(12, Value("go_on", 9)).Message(12, Value("more", 1));
        var attribute = new ProtobufWriter().Text(1, "body").Message(6, body).Varint(20, 5);
        var graph = new OnnxGraphBuilder();
        var rows = graph.Input("rows", OnnxElement.Float32, "n", 2);
        var first = graph.Node("MatMul", [rows, graph.Weights([1f, 1f], 2, 1)]);
        var most = graph.Node("ReduceMax", [first], OnnxAttribute.Int("keepdims", 0));
        var looped = graph.Name("loop");
        graph.Add("Loop", [graph.Weights([long.MaxValue]), graph.Cast(graph.Weights([1L]), OnnxElement.Bool), most], [looped], [OnnxAttribute.Raw(attribute)]);
        graph.Output("score", graph.Node("Add", [first, looped]), OnnxElement.Float32, "n", 1);
        return graph.File();
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);

    private static ProtobufWriter Node(string operation, string[] inputs, string[] outputs)
    {
        var node = new ProtobufWriter();
        foreach (var input in inputs) node.Text(1, input);
        foreach (var output in outputs) node.Text(2, output);
        return node.Text(4, operation);
    }

    private static ProtobufWriter Value(string name, int element) =>
        new ProtobufWriter().Text(1, name).Message(2, new ProtobufWriter().Message(1, new ProtobufWriter().Varint(1, element).Message(2, new ProtobufWriter())));
}
