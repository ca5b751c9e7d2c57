using System.Numerics;
using NetThreat.Learning.Networks.Numerics;

namespace NetThreat.Learning.Networks.Layers;

/// <summary>A pass through an <see cref="AttentionLayer{T}"/>: the projections are dense layers, what lies between goes sequence by sequence and head by head.</summary>
internal sealed class AttentionPass<T>(AttentionLayer<T> layer, Pass<T> projection, Pass<T> output) : Pass<T>([.. projection.Gradients, .. output.Gradients])
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Batch<T> _mixed = new(), _projectionGradient = new(), _shares = new(), _shareGradient = new();
    private readonly PackedMatrix<T> _packed = new();

    public override bool WantsInputGradient
    {
        get => projection.WantsInputGradient;
        set => projection.WantsInputGradient = value;
    }

    public override Batch<T> Output => output.Output;

    public override Batch<T> InputGradient => projection.InputGradient;

    private T Scale => T.One / T.Sqrt(T.CreateChecked(layer.HeadWidth));

    public override void Forward(Batch<T> input, PassMode mode)
    {
        projection.Forward(input, mode);
        _mixed.Shape(input, layer.Inputs);
        _mixed.Values.Clear();
        _shares.Shape(input.Sequences * layer.Heads, input.Steps, input.Steps);
        _shares.Values.Clear();
        for (int s = 0; s < input.Sequences; s++)
        {
            for (int h = 0; h < layer.Heads; h++) Attend(new Head(s, h, input.Steps, input.Lengths[s], layer));
        }
        output.Forward(_mixed, mode);
    }

    public override void Backward(Batch<T> outputGradient)
    {
        output.Backward(outputGradient);
        _projectionGradient.Shape(outputGradient, 3 * layer.Inputs);
        _projectionGradient.Values.Clear();
        _shareGradient.Shape(1, outputGradient.Steps, outputGradient.Steps);
        for (int s = 0; s < outputGradient.Sequences; s++)
        {
            for (int h = 0; h < layer.Heads; h++) AttendBack(new Head(s, h, outputGradient.Steps, outputGradient.Lengths[s], layer));
        }
        projection.Backward(_projectionGradient);
    }

    /// <summary>shares = softmax(Q Kᵀ / √d), mixed = shares V.</summary>
    private void Attend(Head head)
    {
        int width = layer.Inputs, row = 3 * width, d = layer.HeadWidth, steps = head.Steps;
        ReadOnlySpan<T> projected = projection.Output.Values;
        var shares = _shares.Values.Slice(head.Shares, steps * steps);
        _packed.PackTransposed(projected[(head.Projected + width)..], d, head.Length, row);
        MatrixProduct.Add(projected[head.Projected..], row, 1, head.Length, _packed, shares, steps);
        for (int i = 0; i < head.Length; i++)
        {
            var seen = shares.Slice(i * steps, layer.Causal ? i + 1 : head.Length);
            Softmax(seen, Scale);
            shares.Slice(i * steps + seen.Length, head.Length - seen.Length).Clear();
        }
        _packed.Pack(projected[(head.Projected + 2 * width)..], head.Length, d, row);
        MatrixProduct.Add(shares, steps, 1, head.Length, _packed, _mixed.Values[head.Mixed..], width);
    }

    private void AttendBack(Head head)
    {
        int width = layer.Inputs, row = 3 * width, d = layer.HeadWidth, steps = head.Steps;
        ReadOnlySpan<T> projected = projection.Output.Values, mixed = output.InputGradient.Values[head.Mixed..];
        var gradients = _projectionGradient.Values[head.Projected..];
        var shares = _shares.Values.Slice(head.Shares, steps * steps);
        var scores = _shareGradient.Values;
        scores.Clear();

        _packed.PackTransposed(projected[(head.Projected + 2 * width)..], d, head.Length, row);
        MatrixProduct.Add(mixed, width, 1, head.Length, _packed, scores, steps);
        MatrixProduct.AddTransposed(shares, steps, head.Length, mixed, width, d, head.Length, gradients[(2 * width)..], row, _packed);
        for (int i = 0; i < head.Length; i++)
        {
            Span<T> p = shares.Slice(i * steps, head.Length), dp = scores.Slice(i * steps, head.Length);
            T mean = RowMath.Dot<T>(p, dp);
            for (int j = 0; j < p.Length; j++) dp[j] = p[j] * (dp[j] - mean) * Scale;
        }
        _packed.Pack(projected[(head.Projected + width)..], head.Length, d, row);
        MatrixProduct.Add(scores, steps, 1, head.Length, _packed, gradients, row);
        MatrixProduct.AddTransposed(scores, steps, head.Length, projected[head.Projected..], row, d, head.Length, gradients[width..], row, _packed);
    }

    private static void Softmax(Span<T> row, T scale)
    {
        T largest = row[0];
        foreach (T value in row) largest = T.Max(largest, value);
        for (int i = 0; i < row.Length; i++) row[i] = (row[i] - largest) * scale;
        VectorMap.Apply<T, VectorExp<T>>(row, row);
        RowMath.Scale(row, T.One / RowMath.Sum<T>(row));
    }

    /// <summary>Where one head of one sequence lies in the batches.</summary>
    private readonly struct Head(int sequence, int head, int steps, int length, AttentionLayer<T> layer)
    {
        public int Steps => steps;

        public int Length => length;

        public int Projected => sequence * steps * 3 * layer.Inputs + head * layer.HeadWidth;

        public int Mixed => sequence * steps * layer.Inputs + head * layer.HeadWidth;

        public int Shares => (sequence * layer.Heads + head) * steps * steps;
    }
}
