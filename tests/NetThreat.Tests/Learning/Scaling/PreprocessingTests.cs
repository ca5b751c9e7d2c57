using NetThreat.Core.Randomness;
using NetThreat.Learning;
using NetThreat.Learning.Saving;
using NetThreat.Learning.Scaling;
using NetThreat.Learning.Tables;
using NetThreat.Tests.Learning.References;

namespace NetThreat.Tests.Learning.Scaling;

public sealed class PreprocessingTests
{
    [Fact]
    public void The_median_fills_and_the_indicator_tells()
    {
        var rows = new Matrix([1, float.NaN, 3, 10, 2, 20, float.NaN, 30], 4, 2);
        var fitted = Preprocessing.Fit(rows, ColumnSet.Of("a", "b"), [new MissingFilling { Indicator = true }]);
        Assert.Equal(["a", "b", "a is missing", "b is missing"], fitted.Output.Columns.Select(c => c.Name));
        Assert.Equal([1, 20, 0, 1, 3, 10, 0, 0, 2, 20, 0, 0, 2, 30, 1, 0], fitted.Apply(rows).Values);
        Assert.True(fitted.Fills(0) && fitted.Fills(1));
        Assert.Equal([0, 1, 0, 1], fitted.Origins.ToArray());
    }

    [Fact]
    public void A_column_without_any_value_is_filled_with_zero_and_is_left_alone_by_scalers()
    {
        var rows = new Matrix([1, float.NaN, 2, float.NaN], 2, 2);
        Assert.Equal([1, 0, 2, 0], Preprocessing.Fit(rows, ColumnSet.Of("a", "b"), [new MissingFilling()]).Apply(rows).Values);
        Assert.Equal([-1, float.NaN, 1, float.NaN], Preprocessing.Fit(rows, ColumnSet.Of("a", "b"), [new StandardScaling()]).Apply(rows).Values);
    }

    [Fact]
    public void Steps_see_what_the_steps_before_made()
    {
        var rows = Table(200, 3, seed: 1);
        var fitted = Preprocessing.Fit(rows, ColumnSet.Of("a", "b", "c"), StepNames.Parse("log, standard"));
        var column = fitted.Apply(rows).Values.Where((_, i) => i % 3 == 1).Select(v => (double)v).ToArray();
        Assert.Equal(0, column.Average(), 6);
        Assert.Equal(1, column.Average(v => v * v), 5);
    }

    [Theory]
    [InlineData("standard")]
    [InlineData("robust")]
    [InlineData("min-max")]
    [InlineData("quantile")]
    [InlineData("normal")]
    [InlineData("log")]
    public void Scales_never_fall_and_keep_what_is_missing(string name)
    {
        var rows = Table(500, 2, seed: 2);
        var fitted = Preprocessing.Fit(rows, ColumnSet.Of("a", "b"), StepNames.Parse(name));
        float last = float.NegativeInfinity;
        var result = new float[2];
        for (float x = -20; x < 400; x += 0.37f)
        {
            fitted.Apply(new Rows([x, float.NaN], 2), result);
            Assert.True(result[0] >= last);
            Assert.True(float.IsFinite(result[0]));
            Assert.True(float.IsNaN(result[1]));
            last = result[0];
        }
    }

    [Fact]
    public void Values_beyond_float32_stay_finite()
    {
        var fitted = Preprocessing.Fit(new Matrix([1e-30f, 2e-30f], 2, 1), ColumnSet.Of("a"), [new StandardScaling()]);
        var result = new float[1];
        fitted.Apply(new Rows([3e38f], 1), result);
        Assert.Equal(float.MaxValue, result[0]);
    }

    [Fact]
    public void The_normal_output_is_normal_and_held_at_the_ends()
    {
        var rows = Table(2000, 1, seed: 3);
        var values = Preprocessing.Fit(rows, ColumnSet.Of("a"), StepNames.Parse("normal")).Apply(rows).Values.Order().ToArray();
        Assert.Equal(0, values[1000], 2);
        Assert.Equal(1.6449, values[1900], 1);
        Assert.InRange(values[^1], 5.19f, 5.21f);
        Assert.InRange(values[0], -5.21f, -5.19f);
    }

    [Theory]
    [InlineData(0.5, 0)]
    [InlineData(0.975, 1.959963984540054)]
    [InlineData(0.01, -2.3263478740408408)]
    [InlineData(1e-7, -5.199337582192817)]
    [InlineData(1e-20, -9.262340089798408)]
    public void Normal_quantiles(double p, double expected) => Reference.Near(expected, NormalDistribution.Quantile(p), 1e-14, $"quantile of {p}", 1e-14);

    [Fact]
    public void Rare_categories_beyond_the_limit_are_unknown()
    {
        var rows = new Matrix([0, 0, 0, 2, 2, 1, -1, float.NaN], 8, 1);
        var columns = new ColumnSet([new Column("proto") { Categories = ["tcp", "icmp", "udp"] }]);
        var fitted = Preprocessing.Fit(rows, columns, [new OneHotEncoding { MaxCategories = 2 }]);
        Assert.Equal(["proto=tcp", "proto=udp"], fitted.Output.Columns.Select(c => c.Name));
        Assert.Equal([1, 0, 1, 0, 1, 0, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0], fitted.Apply(rows).Values);
        Assert.Equal(["proto=icmp", "proto=tcp", "proto=udp"], Preprocessing.Fit(rows, columns, [new OneHotEncoding()]).Output.Columns.Select(c => c.Name));
    }

    [Fact]
    public void Columns_that_steps_made_of_0_and_1_are_left_alone_by_later_steps()
    {
        var rows = new Matrix([5, 0, 7, 1, float.NaN, 1], 3, 2);
        var columns = new ColumnSet([new Column("rtt"), new Column("proto") { Categories = ["tcp", "udp"] }]);
        var fitted = Preprocessing.Fit(rows, columns, StepNames.Parse("fill-median-indicator,one-hot,normal,one-hot"));
        Assert.Equal(["rtt", "proto=tcp", "proto=udp", "rtt is missing"], fitted.Output.Columns.Select(c => c.Name));
        Assert.Equal([1, 0, 0, 0, 1, 0, 0, 1, 1], Enumerable.Range(0, 3).SelectMany(r => fitted.Apply(rows)[r][1..].ToArray()));
    }

    [Fact]
    public void Categories_sort_by_code_point()
    {
        // U+1F600 is above U+FF5E, but its first UTF-16 unit is below.
        var columns = new ColumnSet([new Column("c") { Categories = ["\U0001F600", "\uFF5E", "a"] }]);
        var fitted = Preprocessing.Fit(new Matrix([0, 1, 2], 3, 1), columns, [new OneHotEncoding()]);
        Assert.Equal(["c=a", "c=\uFF5E", "c=\U0001F600"], fitted.Output.Columns.Select(c => c.Name));
    }

    [Fact]
    public void Transforming_allocates_nothing()
    {
        var (fitted, rows) = Everything();
        var results = new float[rows.Rows * fitted.Output.Count];
        fitted.Apply(rows.All, results);
        long before = GC.GetAllocatedBytesForCurrentThread();
        fitted.Apply(rows.All, results);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void A_saved_chain_gives_the_same_bits()
    {
        var (fitted, rows) = Everything();
        using var stream = new MemoryStream();
        fitted.Save(new ModelWriter(stream));
        var read = Preprocessing.Read(new ModelReader(stream.ToArray()), fitted.Input);
        Assert.Equal(fitted.Output.Columns.AsEnumerable(), read.Output.Columns.AsEnumerable());
        Assert.Equal(fitted.Apply(rows).Values.Select(BitConverter.SingleToInt32Bits), read.Apply(rows).Values.Select(BitConverter.SingleToInt32Bits));
    }

    [Fact]
    public void A_broken_chain_is_refused_whichever_byte_is_lost()
    {
        var (fitted, _) = Everything();
        using var stream = new MemoryStream();
        fitted.Save(new ModelWriter(stream));
        var bytes = stream.ToArray();
        for (int length = 0; length < bytes.Length; length += 7)
            Assert.Throws<LearningException>(() => Preprocessing.Read(new ModelReader(bytes.AsMemory(0, length)), fitted.Input));
    }

    [Fact]
    public void Names_that_are_not_there_are_refused_with_what_is()
    {
        Assert.Contains("robust", Assert.Throws<LearningException>(() => StepNames.Parse("log,standart")).Message, StringComparison.Ordinal);
        Assert.Contains("'x'", Assert.Throws<LearningException>(() => new StandardScaling { Columns = ["x"] }.Fit(Table(3, 1, 1), ColumnSet.Of("a"))).Message, StringComparison.Ordinal);
        Assert.Empty(StepNames.Parse("none"));
    }

    private static (Preprocessing Fitted, Matrix Rows) Everything()
    {
        var rows = Table(300, 5, seed: 4);
        for (int r = 0; r < rows.Rows; r++)
        {
            rows[r][3] = r % 4 - 1;
            if (r % 7 == 0) rows[r][2] = float.NaN;
        }
        var columns = new ColumnSet([new("a"), new("b"), new("c"), new Column("d") { Categories = ["x", "y", "z"] }, new("e")]);
        IStepTrainer[] steps =
        [
            new MissingFilling { Indicator = true }, new LogScaling { Columns = ["a", "b"] }, new StandardScaling { Columns = ["a"], Clip = 5 },
            new RobustScaling { Columns = ["b"] }, new QuantileScaling { Columns = ["c"], Normal = true }, new MinMaxScaling { Columns = ["e"] }, new OneHotEncoding(),
        ];
        return (Preprocessing.Fit(rows, columns, steps), rows);
    }

    private static Matrix Table(int rows, int columns, ulong seed)
    {
        var random = new Xoshiro256(seed);
        var table = new Matrix(rows, columns);
        for (int i = 0; i < table.Values.Length; i++) table.Values[i] = (float)Math.Round(-50 * Math.Log(1 - random.NextDouble()), 1);
        return table;
    }
}
