using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace NetThreat.Learning.Trees.Scoring;

/// <summary>Adds the values of the leaves that rows reached in one tree to the rows' sums.</summary>
internal static unsafe class LeafSums
{
    /// <param name="leaves">The leaf of each of the rows.</param>
    /// <param name="values">The values of the tree's first leaf.</param>
    /// <param name="sums">The first row's sum that the tree adds to.</param>
    public static void Add(int* leaves, int rows, double* values, int valuesPerLeaf, double* sums, int outputs)
    {
        if (valuesPerLeaf > 1) AddMany(leaves, rows, values, valuesPerLeaf, sums);
        else if (outputs == 1) AddOne(leaves, rows, values, sums);
        else for (int r = 0; r < rows; r++) sums[r * outputs] += values[leaves[r]];
    }

    private static void AddOne(int* leaves, int rows, double* values, double* sums)
    {
        int r = 0;
        if (Avx2.IsSupported)
        {
            for (; r + 4 <= rows; r += 4)
                Vector256.Store(Vector256.Load(sums + r) + Avx2.GatherVector256(values, Vector128.Load(leaves + r), 8), sums + r);
        }
        for (; r < rows; r++) sums[r] += values[leaves[r]];
    }

    private static void AddMany(int* leaves, int rows, double* values, int valuesPerLeaf, double* sums)
    {
        for (int r = 0; r < rows; r++, sums += valuesPerLeaf)
        {
            var leaf = values + (long)leaves[r] * valuesPerLeaf;
            int i = 0;
            for (; i + 2 <= valuesPerLeaf; i += 2) Vector128.Store(Vector128.Load(sums + i) + Vector128.Load(leaf + i), sums + i);
            if (i < valuesPerLeaf) sums[i] += leaf[i];
        }
    }
}
