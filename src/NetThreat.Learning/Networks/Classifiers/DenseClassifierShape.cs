using NetThreat.Learning.Networks.Layers;
using NetThreat.Learning.Networks.Saving;
using NetThreat.Learning.Saving;

namespace NetThreat.Learning.Networks.Classifiers;

/// <summary>The layers of a dense classifier: inputs → hidden layers of one width → one logit per class.</summary>
internal sealed record DenseClassifierShape(int Inputs, int Classes, int Units, int Layers, Activation Activation)
{
    public const int MaxUnits = 4096, MaxLayers = 8;

    public SequentialLayer<float> NewNetwork(double dropout = 0) =>
        DenseNetworks.Stack([Inputs, .. Enumerable.Repeat(Units, Layers), Classes], Activation, dropout);

    public void Save(ModelWriter writer)
    {
        writer.Write(Units);
        writer.Write(Layers);
        writer.Write((int)Activation);
    }

    public static DenseClassifierShape Read(ModelReader reader, int inputs, int classes) => new(
        inputs,
        classes,
        reader.ReadCount(1, MaxUnits),
        reader.ReadCount(0, MaxLayers),
        NetworkWeights.ReadEnum<Activation>(reader));
}
