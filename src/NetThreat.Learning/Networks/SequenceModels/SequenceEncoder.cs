namespace NetThreat.Learning.Networks.SequenceModels;

/// <summary>The part of a sequence model that reads the steps.</summary>
public enum SequenceEncoder
{
    /// <summary>Long short-term memory (Hochreiter and Schmidhuber, 1997).</summary>
    Lstm,

    /// <summary>Gated recurrent units (Cho et al., 2014).</summary>
    Gru,

    /// <summary>Self-attention (Vaswani et al., 2017), normalised before each part.</summary>
    Transformer,
}
