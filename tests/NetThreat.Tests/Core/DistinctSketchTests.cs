using NetThreat.Core.Sketches;

namespace NetThreat.Tests.Core;

public class DistinctSketchTests
{
    [Fact]
    public void ExactUpToTheLimit()
    {
        var s = Of(0, DistinctSketch.ExactLimit);
        Assert.True(s.IsExact);
        Assert.Equal(DistinctSketch.ExactLimit, s.Count);
        Assert.False(s.Add(KeyHash.Of(3)));
    }

    [Theory]
    [InlineData(65)]
    [InlineData(1_000)]
    [InlineData(30_000)]
    [InlineData(1_000_000)]
    public void EstimateIsWithinFourStandardErrors(int n)
    {
        var s = Of(0, n);
        Assert.False(s.IsExact);
        Assert.InRange(s.Count, n * (1 - 4 * 0.0325), n * (1 + 4 * 0.0325));
    }

    [Theory]
    [InlineData(10, 20)]
    [InlineData(40, 40)]
    [InlineData(5, 500)]
    [InlineData(400, 5)]
    [InlineData(3_000, 2_000)]
    public void MergedPartsEqualTheWhole(int a, int b)
    {
        var merged = Of(0, a);
        merged.Merge(Of(a / 2, b));
        var whole = Of(0, Math.Max(a, a / 2 + b));
        Assert.Equal(whole.Save(), merged.Save());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(12)]
    [InlineData(5_000)]
    public void SavedIsTheSame(int n) => Assert.Equal(Of(0, n).Save(), DistinctSketch.TryLoad(Of(0, n).Save())!.Save());

    [Fact]
    public void ForeignBytesAreRefused()
    {
        Assert.Null(DistinctSketch.TryLoad([]));
        Assert.Null(DistinctSketch.TryLoad([1, 2, 3]));
        Assert.Null(DistinctSketch.TryLoad([2, .. Enumerable.Repeat((byte)255, 1024)]));
    }

    private static DistinctSketch Of(int from, int count)
    {
        var s = new DistinctSketch();
        for (int i = from; i < from + count; i++) s.Add(KeyHash.Of((ulong)i));
        return s;
    }
}
