using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace NetThreat.Learning.Trees.Scoring;

/// <summary>
/// Descends the top levels of one tree with 64 rows at once. Thresholds and columns come from tables by the byte and word permutations of
/// AVX-512, which cost a fraction of a gather; only the rows' values are gathered. Four vectors in flight hide the latency.
/// </summary>
internal static unsafe class TableDescent
{
    public const int Rows = 64;
    private const int Vector = 16;

    /// <param name="thresholds">The tree's part of <see cref="LevelTables.Thresholds"/>.</param>
    /// <param name="features">The tree's part of <see cref="LevelTables.Features"/>.</param>
    /// <param name="rows">The first row.</param>
    /// <param name="offsets">Where each of the 64 rows begins, in values.</param>
    /// <param name="heap">Receives each row's place in the heap, below the last level.</param>
    public static void Descend<TMissing>(float* thresholds, byte* features, int levels, float* rows, int* offsets, int* heap)
        where TMissing : IMissing
    {
        for (int i = 0; i < Rows; i += Vector) Vector512.Store(Vector512<int>.One, heap + i);
        for (int level = 0; level < 5; level++) Level<Of32, TMissing>(thresholds, features, rows, offsets, heap);
        if (levels > 5) Level<Of32, TMissing>(thresholds + 32, features, rows, offsets, heap);
        if (levels > 6) Level<Of64, TMissing>(thresholds + 64, features, rows, offsets, heap);
        if (levels > 7) Level<Of128, TMissing>(thresholds + 128, features + 128, rows, offsets, heap);
    }

    /// <summary>Exchanges each row's place below the last level for what is found there.</summary>
    public static void Exit(int* exits, int* heap)
    {
        for (int i = 0; i < Rows; i += 8) Vector256.Store(Avx2.GatherVector256(exits, Vector256.Load(heap + i), 4), heap + i);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Level<TTable, TMissing>(float* thresholds, byte* features, float* rows, int* offsets, int* heap)
        where TTable : ITable
        where TMissing : IMissing
    {
        for (int i = 0; i < Rows; i += Vector)
        {
            var h = Vector512.Load(heap + i);
            var feature = Avx512Vbmi.PermuteVar64x8x2(Vector512.Load(features), h.AsByte(), Vector512.Load(features + 64)).AsInt32();
            var place = (feature & Vector512.Create(LevelTables.MaxFeatures - 1)) + Vector512.Load(offsets + i);
            var x = Vector512.Create(Avx2.GatherVector256(rows, place.GetLower(), 4), Avx2.GatherVector256(rows, place.GetUpper(), 4));
            var right = Avx512F.CompareNotLessThanOrEqual(x, TTable.Look(thresholds, h)).AsInt32();
            if (TMissing.Possible)
            {
                var missingLeft = ~Vector512.Equals(feature & Vector512.Create((int)LevelTables.MissingLeft), Vector512<int>.Zero);
                right = Vector512.AndNot(right, Avx512F.CompareUnordered(x, x).AsInt32() & missingLeft);
            }
            Vector512.Store(h + h - right, heap + i);
        }
    }

    /// <summary>Finds the threshold of a heap place; the bits above the table's size are ignored.</summary>
    private interface ITable
    {
        static abstract Vector512<float> Look(float* table, Vector512<int> heap);
    }

    private readonly struct Of32 : ITable
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector512<float> Look(float* table, Vector512<int> heap) => Avx512F.PermuteVar16x32x2(Vector512.Load(table), heap, Vector512.Load(table + 16));
    }

    private readonly struct Of64 : ITable
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector512<float> Look(float* table, Vector512<int> heap) =>
            Choose<Of32>(table, 32, heap);
    }

    private readonly struct Of128 : ITable
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector512<float> Look(float* table, Vector512<int> heap) => Choose<Of64>(table, 64, heap);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Choose<THalf>(float* table, int half, Vector512<int> heap)
        where THalf : ITable
    {
        var low = Vector512.Equals(heap & Vector512.Create(half), Vector512<int>.Zero).AsSingle();
        return Vector512.ConditionalSelect(low, THalf.Look(table, heap), THalf.Look(table + half, heap));
    }
}
