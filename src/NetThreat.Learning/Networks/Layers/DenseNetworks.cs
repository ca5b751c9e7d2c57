namespace NetThreat.Learning.Networks.Layers;

/// <summary>Stacks of dense layers.</summary>
internal static class DenseNetworks
{
    /// <summary>Rows that are trained together.</summary>
    public const int ShardSize = 128;

    /// <summary>Dense layers of the given widths with an activation between; the last is linear.</summary>
    /// <param name="widths">Inputs, hidden widths, outputs.</param>
    /// <param name="dropout">Share of the hidden values that training sets to 0.</param>
    public static SequentialLayer<float> Stack(IReadOnlyList<int> widths, Activation activation, double dropout = 0)
    {
        var layers = new List<Layer<float>>();
        for (int i = 1; i < widths.Count; i++)
        {
            layers.Add(new DenseLayer<float>(widths[i - 1], widths[i]));
            if (i == widths.Count - 1) continue;
            layers.Add(new ActivationLayer<float>(activation, widths[i]));
            if (dropout > 0) layers.Add(new DropoutLayer<float>(widths[i], dropout));
        }
        return new SequentialLayer<float>(layers);
    }

    /// <summary>Widths of an encoder: <paramref name="units"/>, then shrinking by one factor a layer, down to <paramref name="code"/>.</summary>
    /// <param name="layers">Layers, the code's included.</param>
    public static int[] EncoderWidths(int units, int code, int layers)
    {
        var widths = new int[layers];
        for (int i = 0; i < layers; i++)
        {
            double share = layers == 1 ? 1 : i / (layers - 1.0);
            widths[i] = (int)Math.Round(units * Math.Pow((double)code / units, share));
        }
        return widths;
    }
}
