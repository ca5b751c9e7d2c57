using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using NetThreat.Learning.Onnx.Format;

namespace NetThreat.Learning.Onnx.Scoring;

/// <summary>Buffers and bound tensors for one thread at a time. Batches are powers of two, each bound when it is first needed.</summary>
internal sealed class OnnxWorker : IDisposable
{
    private const int ProbeRows = 3;

    private readonly OnnxSession _session;
    private readonly OnnxPlan _plan;
    private readonly RunOptions _options = new();
    private readonly Dictionary<(int Rows, int Steps), OnnxBatch> _batches = [];
    private readonly byte[][] _inputs;
    private readonly byte[] _lengths;
    private byte[] _output = [];

    public OnnxWorker(OnnxSession session)
    {
        _session = session;
        _plan = session.Plan;
        int rows = _plan.FixedBatch > 0 ? _plan.FixedBatch : OnnxSession.MaxBatch;
        _inputs = [.. _plan.Inputs.Select(i => Pinned(rows * (i.Column < 0 ? _plan.Steps * _plan.Width : 1)))];
        _lengths = Pinned(rows);
    }

    /// <summary>The items that the next run scores: rows or sequences of the caller, by their place.</summary>
    public int[] Items { get; } = new int[OnnxSession.MaxBatch];

    /// <summary>Runs the model on zeros, with outputs that the runtime allocates, and says what comes out.</summary>
    public (OnnxElement Element, long[] Shape) Probe()
    {
        int rows = _plan.FixedBatch > 0 ? _plan.FixedBatch : ProbeRows;
        WriteLengths(default, 0, rows, _plan.Steps);
        using var batch = new OnnxBatch(_session.Runtime);
        BindInputs(batch, rows, _plan.Steps);
        batch.Binding.BindOutputToDevice(_plan.Output, OrtMemoryInfo.DefaultInstance);
        using var outputs = _session.Runtime.RunWithBoundResults(_options, batch.Binding);
        var output = outputs[0];
        if (!output.IsTensor) throw new LearningException($"the output '{_plan.Output}' is no tensor");
        var type = output.GetTensorTypeAndShape();
        if ((OnnxElement)type.ElementDataType is not (OnnxElement.Float32 or OnnxElement.Float64 or OnnxElement.Int64 or OnnxElement.Int32))
            throw new LearningException($"the output '{_plan.Output}' holds {type.ElementDataType}: a score is float32, float64, int64 or int32");
        var shape = type.Shape;
        if (shape.Length > 0 ? shape[0] != rows : rows != 1) throw new LearningException($"the output '{_plan.Output}' has the shape {(shape.Length == 0 ? "of one value" : string.Join(" × ", shape))} for {rows} rows: it must have one entry a row");
        if (shape.Length > 0) shape[0] = 1;
        return ((OnnxElement)type.ElementDataType, shape);
    }

    /// <summary>Scores <see cref="Items"/> 0 to <paramref name="count"/> - 1.</summary>
    /// <param name="values">Row after row, or sequence after sequence.</param>
    /// <param name="stride">Values from one item to the next.</param>
    /// <param name="steps">Steps that are fed: 1 for rows.</param>
    /// <param name="lengths">Steps that each item of the caller has; empty for rows.</param>
    public void Score(ReadOnlySpan<float> values, int stride, int steps, ReadOnlySpan<int> lengths, int count, OnnxScoreReader reader, Span<double> scores)
    {
        for (int done = 0; done < count;)
        {
            int rows = _plan.FixedBatch > 0 ? _plan.FixedBatch : BatchSize(count - done);
            int filled = Math.Min(rows, count - done);
            var items = Items.AsSpan(done, filled);
            WriteInputs(values, stride, steps, lengths, items, rows);
            var batch = Batch(rows, steps);
            try
            {
                Run(batch, rows);
            }
            catch (Exception e) when (OnnxSession.IsRuntimeFault(e))
            {
                throw OnnxSession.Fault("run", e);
            }
            reader.Read(_output, items, scores);
            done += filled;
        }
    }

    public void Dispose()
    {
        foreach (var batch in _batches.Values) batch.Dispose();
        _batches.Clear();
        _options.Dispose();
    }

    /// <summary>The largest power of two of what is left; never 1, for which the runtime has other kernels that round otherwise.</summary>
    private static int BatchSize(int left) => Math.Clamp(1 << (31 - int.LeadingZeroCount(left)), 2, OnnxSession.MaxBatch);

    private static byte[] Pinned(int elements) => GC.AllocateArray<byte>(checked(elements * 8), pinned: true);

    private OnnxBatch Batch(int rows, int steps)
    {
        if (_batches.TryGetValue((rows, steps), out var batch)) return batch;
        if (_output.Length == 0) _output = Pinned((_plan.FixedBatch > 0 ? _plan.FixedBatch : OnnxSession.MaxBatch) * _session.OutputWidth);
        batch = new OnnxBatch(_session.Runtime);
        BindInputs(batch, rows, steps);
        long[] shape = [.. _session.OutputShape];
        if (shape.Length > 0) shape[0] = rows;
        if (!_session.BindsOutput) batch.Binding.BindOutputToDevice(_plan.Output, OrtMemoryInfo.DefaultInstance);
        else batch.BindOutput(_plan.Output, (TensorElementType)_session.OutputElement, shape, _output);
        _batches.Add((rows, steps), batch);
        return batch;
    }

    private void Run(OnnxBatch batch, int rows)
    {
        if (_session.BindsOutput)
        {
            _session.Runtime.RunWithBinding(_options, batch.Binding);
            return;
        }
        using var outputs = _session.Runtime.RunWithBoundResults(_options, batch.Binding);
        var bytes = outputs[0].GetTensorMutableRawData();
        int expected = rows * _session.OutputWidth * OnnxElementSize.Of(_session.OutputElement);
        if (bytes.Length != expected) throw new LearningException($"the output '{_plan.Output}' has {bytes.Length} bytes for {rows} rows where {expected} are expected");
        bytes.CopyTo(_output);
    }

    private void BindInputs(OnnxBatch batch, int rows, int steps)
    {
        for (int i = 0; i < _inputs.Length; i++)
        {
            var input = _plan.Inputs[i];
            long[] shape = (input.Column < 0, input.Rank) switch
            {
                (_, 3) => [rows, steps, _plan.Width],
                (true, 2) => [rows, _plan.Width],
                (true, _) => [_plan.Width],
                (false, 2) => [rows, 1],
                _ => [rows],
            };
            batch.BindInput(input.Name, (TensorElementType)input.Element, shape, _inputs[i]);
        }
        if (_plan.Lengths is { } lengths) batch.BindInput(lengths.Name, (TensorElementType)lengths.Element, [rows], _lengths);
    }

    private void WriteInputs(ReadOnlySpan<float> values, int stride, int steps, ReadOnlySpan<int> lengths, ReadOnlySpan<int> items, int rows)
    {
        for (int i = 0; i < _inputs.Length; i++)
        {
            var input = _plan.Inputs[i];
            var bytes = _inputs[i].AsSpan();
            switch (input.Element)
            {
                case OnnxElement.Float32: OnnxInputWriter.Write(MemoryMarshal.Cast<byte, float>(bytes), values, stride, steps, lengths, items, rows, input.Column, _session); break;
                case OnnxElement.Float64: OnnxInputWriter.Write(MemoryMarshal.Cast<byte, double>(bytes), values, stride, steps, lengths, items, rows, input.Column, _session); break;
                case OnnxElement.Int64: OnnxInputWriter.Write(MemoryMarshal.Cast<byte, long>(bytes), values, stride, steps, lengths, items, rows, input.Column, _session); break;
                default: OnnxInputWriter.Write(MemoryMarshal.Cast<byte, int>(bytes), values, stride, steps, lengths, items, rows, input.Column, _session); break;
            }
        }
        if (_plan.Lengths is not null) WriteLengths(lengths, items.Length, rows, steps, items);
    }

    private void WriteLengths(ReadOnlySpan<int> lengths, int filled, int rows, int steps, ReadOnlySpan<int> items = default)
    {
        var int32 = MemoryMarshal.Cast<byte, int>(_lengths.AsSpan());
        var int64 = MemoryMarshal.Cast<byte, long>(_lengths.AsSpan());
        bool wide = _plan.Lengths?.Element == OnnxElement.Int64;
        for (int i = 0; i < rows; i++)
        {
            int length = i < filled ? lengths[items[i]] : steps;
            if (wide) int64[i] = length;
            else int32[i] = length;
        }
    }
}
