namespace NetThreat.Learning.Onnx.Format;

/// <summary>Walks over a graph and the graphs within its operators; counts, checks, and keeps what scoring needs to know.</summary>
internal sealed class OnnxGraphReader(OnnxLimits limits)
{
    private readonly OnnxTensorReader _tensors = new(limits);
    private int _names;

    public List<OnnxValueInfo> Inputs { get; } = [];

    public List<OnnxValueInfo> Outputs { get; } = [];

    public Dictionary<string, OnnxZipMap> ZipMaps { get; } = new(StringComparer.Ordinal);

    public int Nodes { get; private set; }

    public long Elements => _tensors.Elements;

    /// <summary>Reads the model's own graph.</summary>
    public void Read(ReadOnlySpan<byte> graph) => Graph(graph, [], 0);

    /// <param name="scopes">Names known in the graphs around this one.</param>
    private void Graph(ReadOnlySpan<byte> graph, List<HashSet<string>> scopes, int nesting)
    {
        if (nesting > limits.MaxNesting) throw new LearningException($"the ONNX file nests graphs more than {limits.MaxNesting} deep");
        var known = new HashSet<string>(StringComparer.Ordinal);
        scopes.Add(known);
        Declarations(graph, known, outermost: nesting == 0);
        var reader = new ProtobufReader(graph);
        while (reader.Next())
        {
            if (reader.Field == 1) Node(reader.Bytes(), scopes, nesting);
            else reader.Skip();
        }
        if (nesting == 0)
        {
            foreach (var output in Outputs) Demand(output.Name, scopes, "the graph's output");
        }
        scopes.RemoveAt(scopes.Count - 1);
    }

    /// <summary>Weights, inputs and outputs, which a file may name after the operators that use them.</summary>
    private void Declarations(ReadOnlySpan<byte> graph, HashSet<string> known, bool outermost)
    {
        var weights = new HashSet<string>(StringComparer.Ordinal);
        List<OnnxValueInfo> inputs = [], outputs = [];
        var reader = new ProtobufReader(graph);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 5: weights.Add(Name(_tensors.Read(reader.Bytes()))); break;
                case 11: inputs.Add(OnnxValueInfoReader.Read(reader.Bytes(), limits)); break;
                case 12: outputs.Add(OnnxValueInfoReader.Read(reader.Bytes(), limits)); break;
                case 15: throw new LearningException("the ONNX file holds sparse weights: export it with dense ones");
                default: reader.Skip(); break;
            }
        }
        known.UnionWith(weights);
        foreach (var input in inputs) known.Add(Name(input.Name));
        if (!outermost) return;
        // Old files name their weights as inputs, too.
        Inputs.AddRange(inputs.Where(i => !weights.Contains(i.Name)));
        Outputs.AddRange(outputs);
        if (Outputs.Count == 0) throw new LearningException("the ONNX file's graph has no output");
    }

    private void Node(ReadOnlySpan<byte> message, List<HashSet<string>> scopes, int nesting)
    {
        if (++Nodes > limits.MaxNodes) throw new LearningException($"the ONNX file has more than {limits.MaxNodes:N0} operators");
        List<string> inputs = [], outputs = [];
        List<string> keys = [];
        var (operation, domain) = ("", "");
        var reader = new ProtobufReader(message);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1: inputs.Add(Name(reader.Text(limits.MaxNameBytes))); break;
                case 2: outputs.Add(Name(reader.Text(limits.MaxNameBytes))); break;
                case 4: operation = reader.Text(limits.MaxNameBytes); break;
                case 5: Attribute(reader.Bytes(), scopes, nesting, keys); break;
                case 7: domain = OnnxInspector.Domain(reader.Text(limits.MaxNameBytes)); break;
                default: reader.Skip(); break;
            }
        }
        foreach (var input in inputs.Where(i => i.Length > 0)) Demand(input, scopes, $"the operator {OnnxInspector.Printable(operation)}");
        scopes[^1].UnionWith(outputs);
        if (operation == "ZipMap" && domain == OnnxInspector.MachineLearning && nesting == 0 && inputs.Count == 1 && outputs.Count == 1) ZipMaps[outputs[0]] = new OnnxZipMap(inputs[0], [.. keys]);
    }

    /// <summary>An operator's setting; tensors and graphs are looked into, the class labels of a ZipMap are kept.</summary>
    private void Attribute(ReadOnlySpan<byte> message, List<HashSet<string>> scopes, int nesting, List<string> keys)
    {
        var name = "";
        int values = 0;
        List<long> numbers = [];
        List<string> texts = [];
        var reader = new ProtobufReader(message);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1: name = reader.Text(limits.MaxNameBytes); break;
                case 5 or 6 when values++ > 0: throw new LearningException($"the ONNX file gives the attribute '{OnnxInspector.Printable(name)}' two values");
                case 5 or 10: _tensors.Read(reader.Bytes()); break;
                case 6 or 11: Graph(reader.Bytes(), scopes, nesting + 1); break;
                case 8 when name == "classlabels_int64s": reader.Varints(numbers, limits.MaxNames); break;
                case 9 when name == "classlabels_strings": texts.Add(Name(reader.Text(limits.MaxNameBytes))); break;
                case 22 or 23: throw new LearningException("the ONNX file holds sparse weights: export it with dense ones");
                default: reader.Skip(); break;
            }
        }
        keys.AddRange(texts);
        keys.AddRange(numbers.Select(n => n.ToString(System.Globalization.CultureInfo.InvariantCulture)));
    }

    private string Name(string name) => ++_names <= limits.MaxNames ? name : throw new LearningException($"the ONNX file names more than {limits.MaxNames:N0} values");

    private static void Demand(string name, List<HashSet<string>> scopes, string reader)
    {
        foreach (var scope in scopes)
        {
            if (scope.Contains(name)) return;
        }
        throw new LearningException($"{reader} reads the value '{OnnxInspector.Printable(name)}', which nothing before it produces");
    }
}
