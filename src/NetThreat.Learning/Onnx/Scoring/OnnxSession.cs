using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using NetThreat.Learning.Manifests;
using NetThreat.Learning.Onnx.Format;

namespace NetThreat.Learning.Onnx.Scoring;

/// <summary>
/// A model in the runtime: safe for any number of threads; each takes a worker with buffers of its own out of the pool. One thread per run:
/// for small models faster than more, and the caller decides how many threads score.
/// </summary>
internal sealed class OnnxSession
{
    /// <summary>Rows of one run at most.</summary>
    public const int MaxBatch = 256;

    private readonly OnnxWorker?[] _idle = new OnnxWorker?[16];

    static OnnxSession() => RuntimeTelemetry.Disable();

    /// <exception cref="LearningException">The runtime cannot load or run the model.</exception>
    public OnnxSession(ReadOnlySpan<byte> file, OnnxPlan plan, OnnxPreprocessing? preprocessing, OnnxPadding padding)
    {
        Plan = plan;
        Padding = padding;
        Preprocessing = preprocessing;
        try
        {
            using var options = Options();
            Runtime = new InferenceSession(plan.AddsOutput ? [.. file, .. AddedOutput(plan.Output)] : file.ToArray(), options);
            using var probe = new OnnxWorker(this);
            (OutputElement, OutputShape) = probe.Probe();
        }
        catch (Exception e) when (IsRuntimeFault(e))
        {
            throw Fault("load", e);
        }
        BindsOutput = plan.Declared is not { } declared || (declared.Length == OutputShape.Length && declared.Select((d, i) => d < 0 || d == (i == 0 ? plan.FixedBatch : OutputShape[i])).All(fits => fits));
        OutputWidth = OutputShape.Skip(1).Aggregate(1L, (a, b) => a * b) is var width and >= 1 and <= 65_536 ? (int)width : throw new LearningException($"the output '{plan.Output}' has the shape {string.Join(" × ", OutputShape)}");
    }

    public InferenceSession Runtime { get; }

    public OnnxPlan Plan { get; }

    public OnnxPreprocessing? Preprocessing { get; }

    public OnnxPadding Padding { get; }

    public OnnxElement OutputElement { get; }

    /// <summary>Dimensions of the output for one row; the first, if any, is the batch.</summary>
    public long[] OutputShape { get; }

    /// <summary>Values that the output gives for each row.</summary>
    public int OutputWidth { get; }

    /// <summary>
    /// Can results be written where we want them? The runtime refuses a place whose shape is not as the file declares, although converters
    /// declare wrong shapes: then it allocates the results itself.
    /// </summary>
    public bool BindsOutput { get; }

    public OnnxWorker Rent()
    {
        for (int i = 0; i < _idle.Length; i++)
        {
            if (Interlocked.Exchange(ref _idle[i], null) is { } worker) return worker;
        }
        return new OnnxWorker(this);
    }

    public void Return(OnnxWorker worker)
    {
        for (int i = 0; i < _idle.Length; i++)
        {
            if (Interlocked.CompareExchange(ref _idle[i], worker, null) is null) return;
        }
        worker.Dispose();
    }

    public static bool IsRuntimeFault(Exception e) => e is OnnxRuntimeException or DllNotFoundException or TypeInitializationException or EntryPointNotFoundException or ArgumentException or InvalidOperationException;

    public static LearningException Fault(string what, Exception e)
    {
        if (e is DllNotFoundException or TypeInitializationException) return new LearningException("the native library of ONNX Runtime cannot be loaded on this machine: ONNX models need Linux, Windows or macOS with the package's native part (eng/setup says which are there)", e);
        return new LearningException($"ONNX Runtime cannot {what} the model: {OnnxInspector.Printable(FirstLine(e.Message))}", e);
    }

    private static string FirstLine(string message)
    {
        // "[ErrorCode:Fail] Load model from … failed: cause": the cause is what helps.
        var line = message.Split('\n')[0];
        int cause = line.LastIndexOf("failed:", StringComparison.Ordinal);
        return (cause >= 0 ? line[(cause + 7)..] : line).Trim();
    }

    private static SessionOptions Options() => new()
    {
        IntraOpNumThreads = 1,
        InterOpNumThreads = 1,
        ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
        GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
        LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL,
    };

    /// <summary>A second part of the graph with one output more: parts of a protobuf message are merged when it is read.</summary>
    private static byte[] AddedOutput(string tensor)
    {
        var type = new ProtobufWriter().Message(1, new ProtobufWriter().Varint(1, (long)TensorElementType.Float));
        var output = new ProtobufWriter().Text(1, tensor).Message(2, type);
        return new ProtobufWriter().Message(7, new ProtobufWriter().Message(12, output)).Written.ToArray();
    }
}
