using NetThreat.Learning.Networks.Layers;
using NetThreat.Learning.Networks.Saving;
using NetThreat.Learning.Saving;

namespace NetThreat.Learning.Networks.Autoencoders;

/// <summary>The layers of an autoencoder: inputs → units → … → code → … → units → inputs.</summary>
internal sealed record AutoencoderShape(int Inputs, int Units, int Code, int Layers, Activation Activation)
{
    public const int MaxUnits = 4096, MaxLayers = 8;

    /// <summary>Widths of the encoder, the code last.</summary>
    public int[] Encoder => DenseNetworks.EncoderWidths(Units, Code, Layers);

    public SequentialLayer<float> NewNetwork() =>
        DenseNetworks.Stack([Inputs, .. Encoder, .. Encoder.Reverse().Skip(1), Inputs], Activation);

    /// <summary>An encoder to means and log-variances, the sampling of a code, and a decoder.</summary>
    public SequentialLayer<float> NewVariationalNetwork() => new(
        DenseNetworks.Stack([Inputs, .. Encoder[..^1], 2 * Code], Activation),
        new GaussianSamplingLayer<float>(Code),
        DenseNetworks.Stack([.. Encoder.Reverse(), Inputs], Activation));

    /// <summary>The sampling in a pass through a variational network.</summary>
    public static GaussianSamplingPass<float> Sampling(Pass<float> pass) => (GaussianSamplingPass<float>)((SequentialPass<float>)pass).Passes[1];

    public void Save(ModelWriter writer)
    {
        writer.Write(Units);
        writer.Write(Code);
        writer.Write(Layers);
        writer.Write((int)Activation);
    }

    public static AutoencoderShape Read(ModelReader reader, int inputs) => new(
        inputs,
        reader.ReadCount(1, MaxUnits),
        reader.ReadCount(1, MaxUnits),
        reader.ReadCount(1, MaxLayers),
        NetworkWeights.ReadEnum<Activation>(reader));
}
