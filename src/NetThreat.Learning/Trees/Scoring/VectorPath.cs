using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace NetThreat.Learning.Trees.Scoring;

/// <summary>Which instructions a scorer uses; all give the same bits.</summary>
internal enum VectorPath
{
    Portable,

    /// <summary>AVX2: gathers, 8 rows to a vector.</summary>
    Gathers,

    /// <summary>AVX-512 with VBMI: also the top levels of a tree as tables in registers, 16 rows to a vector.</summary>
    Tables,
}

internal static class VectorPaths
{
    public static VectorPath Best { get; } =
        Avx512Vbmi.IsSupported && Avx512F.IsSupported && Avx2.IsSupported && Vector512.IsHardwareAccelerated ? VectorPath.Tables
        : Avx2.IsSupported ? VectorPath.Gathers
        : VectorPath.Portable;
}
