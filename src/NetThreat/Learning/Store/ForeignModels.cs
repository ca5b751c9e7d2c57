using NetThreat.Learning.Manifests;
using NetThreat.Learning.Models;
using NetThreat.Learning.Onnx.Scoring;

namespace NetThreat.Learning.Store;

/// <summary>Models that other programs made and that keep their own file format.</summary>
internal static class ForeignModels
{
    private const string MLNetKind = "ml-net";

    public static bool IsForeign(string kind) => kind is OnnxModel.KindName or MLNetKind;

    /// <exception cref="LearningException">The file is broken, or this build lacks what scores it.</exception>
    public static IModel Load(ModelManifest manifest, byte[] weights)
    {
        if (manifest.Kind == OnnxModel.KindName) return OnnxModel.Load(weights, manifest);
#if MLNET
        return MLNet.MLNetModel.Load(weights, manifest);
#else
        throw new LearningException("this build does not score models of ML.NET: its package source lacked Microsoft.ML when eng/setup ran");
#endif
    }
}
