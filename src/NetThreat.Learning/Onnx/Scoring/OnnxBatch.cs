using System.Runtime.CompilerServices;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace NetThreat.Learning.Onnx.Scoring;

/// <summary>Tensors of one size over a worker's buffers, bound to inputs and output once.</summary>
internal sealed class OnnxBatch : IDisposable
{
    private readonly List<OrtValue> _tensors = [];

    public OnnxBatch(InferenceSession session) => Binding = session.CreateIoBinding();

    public OrtIoBinding Binding { get; }

    public void BindInput(string name, TensorElementType element, long[] shape, byte[] pinned) => Binding.BindInput(name, Tensor(element, shape, pinned));

    public void BindOutput(string name, TensorElementType element, long[] shape, byte[] pinned) => Binding.BindOutput(name, Tensor(element, shape, pinned));

    public void Dispose()
    {
        Binding.Dispose();
        foreach (var tensor in _tensors) tensor.Dispose();
    }

    /// <param name="pinned">An array that the collector does not move.</param>
    private unsafe OrtValue Tensor(TensorElementType element, long[] shape, byte[] pinned)
    {
        var tensor = OrtValue.CreateTensorValueWithData(OrtMemoryInfo.DefaultInstance, element, shape, (nint)Unsafe.AsPointer(ref pinned[0]), pinned.Length);
        _tensors.Add(tensor);
        return tensor;
    }
}
