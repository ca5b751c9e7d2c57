using NetThreat.Learning.Tables;
using NetThreat.Learning.Trees;

namespace NetThreat.Learning.Explanations;

/// <summary>
/// Exact interventional Shapley values of tree ensembles: where a column is not known, it has the values of background rows (Lundberg et
/// al., 2020, "independent" perturbation). Only splits where the row and a background row part need both children: a leaf that is reached
/// with columns X of the row and Z of the background counts (|X|-1)! |Z|! / (|X|+|Z|)! for each of X and minus as much, with the roles
/// changed, for each of Z.
/// </summary>
public sealed class InterventionalTreeShap
{
    private const int Flip = -1, Back = -2;

    private readonly TreeEnsemble _ensemble;
    private readonly Matrix _background;
    private readonly double[] _baselines;
    private readonly double[,] _weights;

    /// <param name="background">One row or more, of the ensemble's columns; kept.</param>
    /// <exception cref="LearningException">The background has no rows or other columns.</exception>
    public InterventionalTreeShap(TreeEnsemble ensemble, Matrix background)
    {
        if (background.Rows == 0 || background.Columns != ensemble.Features)
            throw new LearningException($"a background of {background.Rows} rows × {background.Columns} columns for trees over {ensemble.Features} columns");
        (_ensemble, _background) = (ensemble, background);
        _baselines = new double[ensemble.Outputs];
        var sums = new double[background.Rows * ensemble.Outputs];
        ensemble.AddTo(background.All, sums);
        for (int i = 0; i < sums.Length; i++) _baselines[i % ensemble.Outputs] += sums[i] / background.Rows;
        _weights = Weights(ensemble.Depth);
    }

    /// <summary>Mean of the trees' sum over the background.</summary>
    public double Baseline(int output) => _baselines[output];

    /// <summary>Explains one output of one row; baseline + contributions = the trees' sum.</summary>
    /// <param name="contributions">One for each column; overwritten.</param>
    /// <returns>The baseline.</returns>
    public double Explain(ReadOnlySpan<float> row, int output, Span<double> contributions)
    {
        contributions.Clear();
        var path = ParallelPath.OfThread(_ensemble.Features, _ensemble.Depth);
        for (int t = 0; t < _ensemble.Trees; t++)
        {
            if (_ensemble.ValuesPerLeaf == 1 && _ensemble.TreeOutputs[t] != output) continue;
            for (int z = 0; z < _background.Rows; z++) Walk(_ensemble.Roots[t], row, _background[z], _ensemble.ValuesPerLeaf == 1 ? 0 : output, path, contributions);
        }
        foreach (ref double contribution in contributions) contribution /= _background.Rows;
        return _baselines[output];
    }

    private void Walk(int root, ReadOnlySpan<float> row, ReadOnlySpan<float> other, int place, ParallelPath path, Span<double> contributions)
    {
        path.Push(root);
        while (path.TryPop(out int node))
        {
            if (node == Flip) path.Flip();
            else if (node == Back) path.Back();
            else if (_ensemble.Feature[node] is >= 0 and var feature) Branch(node, feature, row, other, path);
            else path.Share(_ensemble.LeafValues(node)[place], _weights, contributions);
        }
    }

    private void Branch(int node, int feature, ReadOnlySpan<float> row, ReadOnlySpan<float> other, ParallelPath path)
    {
        int mine = _ensemble.Next(node, row[feature]), theirs = _ensemble.Next(node, other[feature]);
        if (mine == theirs || path.Side(feature) == ParallelPath.Mine) path.Push(mine);
        else if (path.Side(feature) == ParallelPath.Theirs) path.Push(theirs);
        else
        {
            // In the order of the stack: the row's child, then the background's, then as before.
            path.Enter(feature);
            path.Push(Back);
            path.Push(theirs);
            path.Push(Flip);
            path.Push(mine);
        }
    }

    /// <summary>(p - 1)! q! / (p + q)! = 1 / (p C(p + q, p)) at [p, q].</summary>
    private static double[,] Weights(int depth)
    {
        var weights = new double[depth + 1, depth + 1];
        for (int q = 0; q <= depth; q++)
        {
            double choose = 1;
            for (int p = 1; p + q <= depth; p++)
            {
                choose *= (double)(p + q) / p;
                weights[p, q] = 1 / (p * choose);
            }
        }
        return weights;
    }
}
