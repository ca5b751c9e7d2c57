using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace NetThreat.Learning.Trees.Scoring;

/// <summary>Descends one packed tree with 64 rows at once by the gathers of AVX2, until every row is at its leaf.</summary>
internal static unsafe class GatherDescent
{
    public const int Rows = 64;
    private const int Vector = 8;

    /// <param name="nodes">The tree's place 0.</param>
    /// <param name="rows">The first row.</param>
    /// <param name="offsets">Where each of the 64 rows begins, in values.</param>
    /// <param name="places">Each row's place to start from; receives the number of its leaf.</param>
    public static void Descend<TMissing>(PackedNode* nodes, float* rows, int* offsets, int* places)
        where TMissing : IMissing
    {
        while (Level<TMissing>(nodes, rows, offsets, places))
        {
        }
        for (int i = 0; i < Rows; i += Vector)
        {
            var leaf = Avx2.GatherVector256((int*)nodes, Vector256.Load(places + i), 8);
            Vector256.Store(leaf & Vector256.Create((int)PackedNode.LeafMask), places + i);
        }
    }

    /// <returns>Did any row move?</returns>
    private static bool Level<TMissing>(PackedNode* nodes, float* rows, int* offsets, int* places)
        where TMissing : IMissing
    {
        var moved = Vector256<int>.Zero;
        for (int i = 0; i < Rows; i += Vector)
        {
            var at = Vector256.Load(places + i);
            var next = Next<TMissing>(nodes, rows, Vector256.Load(offsets + i), at);
            Vector256.Store(next, places + i);
            moved |= next ^ at;
        }
        return moved != Vector256<int>.Zero;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Next<TMissing>(PackedNode* nodes, float* rows, Vector256<int> offsets, Vector256<int> at)
        where TMissing : IMissing
    {
        var threshold = Avx2.GatherVector256((float*)nodes, at, 8);
        var link = Avx2.GatherVector256((int*)nodes + 1, at, 8);
        var x = Avx2.GatherVector256(rows, (link & Vector256.Create((int)PackedNode.FeatureMask)) + offsets, 4);
        var right = Avx.Compare(x, threshold, FloatComparisonMode.UnorderedNotLessThanOrEqualNonSignaling).AsInt32();
        if (TMissing.Possible)
        {
            var missingLeft = Vector256.ShiftRightArithmetic(Vector256.ShiftLeft(link, 31 - PackedNode.FeatureBits), 31);
            right = Vector256.AndNot(right, Avx.Compare(x, x, FloatComparisonMode.UnorderedNonSignaling).AsInt32() & missingLeft);
        }
        return Vector256.ShiftRightLogical(link, PackedNode.ChildShift) - right;
    }
}
