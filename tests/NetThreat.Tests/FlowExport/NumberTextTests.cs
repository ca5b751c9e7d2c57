using System.Globalization;
using System.Text;
using NetThreat.FlowExport;

namespace NetThreat.Tests.FlowExport;

public class NumberTextTests
{
    [Fact]
    public void Doubles_are_written_as_the_runtime_writes_them()
    {
        var random = new Random(7);
        for (int i = 0; i < 300_000; i++)
        {
            Same(BitConverter.Int64BitsToDouble(random.NextInt64(long.MinValue, long.MaxValue)));
            Same(random.NextDouble() * Math.Pow(10, random.Next(-6, 17)));
            Same(random.Next() / (double)random.Next(1, 1 << 20));
            Same(random.NextInt64(1L << 52) / 1000.0);
            Same(Math.Sqrt(random.Next()));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(-1)]
    [InlineData(0.1)]
    [InlineData(0.3)]
    [InlineData(-0.5)]
    [InlineData(0.0001)]
    [InlineData(0.00001)]
    [InlineData(9007199254740993)]
    [InlineData(123456789012345)]
    [InlineData(999999999999999.9)]
    [InlineData(1e15)]
    [InlineData(1e300)]
    [InlineData(5e-324)]
    [InlineData(double.MaxValue)]
    [InlineData(2.2250738585072014E-308)]
    public void Corners_too(double value) => Same(value);

    [Fact]
    public void Integers_are_written_whole()
    {
        var random = new Random(8);
        long[] corners = [0, 9, 10, 99, 100, 999, 1000, 9999, 10_000, 99_999, 100_000, long.MaxValue, long.MinValue, -1, -10];
        foreach (long value in corners.Concat(Enumerable.Range(0, 100_000).Select(_ => random.NextInt64(long.MinValue, long.MaxValue) >> random.Next(63))))
            Assert.Equal(value.ToString(CultureInfo.InvariantCulture), Text(to => NumberText.Write(to, value)));
    }

    private delegate int Write(Span<byte> to);

    private static void Same(double value) => Assert.Equal(Expected(value), Text(to => NumberText.Write(to, value)));

    /// <summary>Whole numbers below 10^15 have no exponent and zero has no sign; all else is the runtime's text.</summary>
    private static string Expected(double value) => value == Math.Floor(value) && Math.Abs(value) < 1e15
        ? ((long)value).ToString(CultureInfo.InvariantCulture)
        : value.ToString(CultureInfo.InvariantCulture);

    private static string Text(Write write)
    {
        Span<byte> to = stackalloc byte[NumberText.MaxLength];
        return Encoding.ASCII.GetString(to[..write(to)]);
    }
}
