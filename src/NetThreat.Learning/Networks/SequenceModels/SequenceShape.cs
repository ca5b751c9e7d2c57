using NetThreat.Learning.Networks.Layers;
using NetThreat.Learning.Networks.Saving;
using NetThreat.Learning.Saving;

namespace NetThreat.Learning.Networks.SequenceModels;

/// <summary>The layers of a sequence model.</summary>
/// <param name="Steps">Longest sequence that it reads.</param>
/// <param name="Units">Width of the state (of a step, for Transformers).</param>
/// <param name="Layers">Recurrent layers or Transformer blocks on each other.</param>
/// <param name="Heads">Of a Transformer; divides <paramref name="Units"/>.</param>
internal sealed record SequenceShape(SequenceEncoder Encoder, int Inputs, int Steps, int Units, int Layers, int Heads)
{
    public const int MaxUnits = 1024, MaxLayers = 4, MaxHeads = 16, MaxSteps = 4096;

    /// <summary>Longest sequence of a Transformer, whose memory grows with the square of the steps.</summary>
    public const int MaxTransformerSteps = 256;

    /// <summary>Examples that are trained together: with 16 steps, 768 rows.</summary>
    public const int ShardSize = 48;

    public static int LongestOf(SequenceEncoder encoder) => encoder == SequenceEncoder.Transformer ? MaxTransformerSteps : MaxSteps;

    /// <summary>Encoder, the summary of a sequence in one row, and one logit per class.</summary>
    public SequentialLayer<float> NewClassifier(int classes, double dropout = 0) => new([
        .. NewEncoder(causal: false, dropout),
        Encoder == SequenceEncoder.Transformer ? new MeanStepLayer<float>(Units) : new LastStepLayer<float>(Units),
        new DenseLayer<float>(Units, classes)]);

    /// <summary>An encoder that sees no later step, and at every step what it expects.</summary>
    public SequentialLayer<float> NewPredictor(double dropout = 0) => new([.. NewEncoder(causal: true, dropout), new DenseLayer<float>(Units, Inputs)]);

    public void Save(ModelWriter writer)
    {
        writer.Write((int)Encoder);
        writer.Write(Steps);
        writer.Write(Units);
        writer.Write(Layers);
        writer.Write(Heads);
    }

    public static SequenceShape Read(ModelReader reader, SequenceEncoder expected, int inputs)
    {
        var encoder = NetworkWeights.ReadEnum<SequenceEncoder>(reader);
        int maxSteps = LongestOf(encoder);
        if (encoder != expected) throw ModelReader.Broken($"the encoder is {encoder} where the kind has {expected}");
        var shape = new SequenceShape(encoder, inputs, reader.ReadCount(1, maxSteps), reader.ReadCount(1, MaxUnits), reader.ReadCount(1, MaxLayers), reader.ReadCount(1, MaxHeads));
        return shape.Units % shape.Heads == 0 ? shape : throw ModelReader.Broken($"{shape.Heads} heads do not divide {shape.Units} units");
    }

    private IEnumerable<Layer<float>> NewEncoder(bool causal, double dropout) =>
        Encoder == SequenceEncoder.Transformer ? Transformer(causal, dropout) : Recurrent(dropout);

    private IEnumerable<Layer<float>> Recurrent(double dropout)
    {
        for (int i = 0; i < Layers; i++)
        {
            int width = i == 0 ? Inputs : Units;
            yield return Encoder == SequenceEncoder.Lstm ? new LstmLayer<float>(width, Units) : new GruLayer<float>(width, Units);
            if (dropout > 0) yield return new DropoutLayer<float>(Units, dropout);
        }
    }

    private IEnumerable<Layer<float>> Transformer(bool causal, double dropout)
    {
        yield return new DenseLayer<float>(Inputs, Units);
        yield return new PositionalEncodingLayer<float>(Steps, Units);
        for (int i = 0; i < Layers; i++)
        {
            yield return Residual(dropout, new LayerNormLayer<float>(Units), new AttentionLayer<float>(Units, Heads, causal));
            yield return Residual(dropout, new LayerNormLayer<float>(Units), new DenseLayer<float>(Units, 2 * Units), new ActivationLayer<float>(Activation.Relu, 2 * Units), new DenseLayer<float>(2 * Units, Units));
        }
        yield return new LayerNormLayer<float>(Units);
    }

    private ResidualLayer<float> Residual(double dropout, params Layer<float>[] layers) =>
        new(new SequentialLayer<float>(dropout > 0 ? [.. layers, new DropoutLayer<float>(Units, dropout)] : layers));
}
