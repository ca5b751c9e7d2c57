using System.Globalization;
using System.Text;
using NetThreat.Core.Randomness;
using NetThreat.Learning.Tables;

namespace NetThreat.Tests.Learning.Tables;

public sealed class NumberCellTests
{
    [Theory]
    [InlineData("12", CellState.Number, 12)]
    [InlineData("-0.5", CellState.Number, -0.5)]
    [InlineData(" 3 ", CellState.Number, 3)]
    [InlineData(".25", CellState.Number, 0.25)]
    [InlineData("1e3", CellState.Number, 1000)]
    [InlineData("+7", CellState.Number, 7)]
    [InlineData("0x0035", CellState.Number, 53)]
    [InlineData("", CellState.Missing, double.NaN)]
    [InlineData("NaN", CellState.Missing, double.NaN)]
    [InlineData("-", CellState.Missing, double.NaN)]
    [InlineData("Infinity", CellState.Infinite, double.PositiveInfinity)]
    [InlineData("-inf", CellState.Infinite, double.NegativeInfinity)]
    [InlineData("1e39", CellState.Infinite, 1e39)]
    [InlineData("1.2.3", CellState.Bad, double.NaN)]
    [InlineData("-.", CellState.Bad, double.NaN)]
    [InlineData("tcp", CellState.Bad, double.NaN)]
    [InlineData("1,5", CellState.Bad, double.NaN)]
    public void Cells_say_what_they_are(string text, CellState state, double value)
    {
        Assert.Equal(state, NumberCell.Read(Encoding.UTF8.GetBytes(text), out double read));
        Assert.Equal(value, read);
    }

    [Fact]
    public void Every_number_is_the_nearest_float64()
    {
        var random = new Xoshiro256(9);
        for (int i = 0; i < 20_000; i++)
        {
            long digits = (long)(random.Next() % 1_000_000_000_000_000) / (long)Math.Pow(10, random.Next() % 15);
            var text = digits.ToString(CultureInfo.InvariantCulture);
            int point = (int)(random.Next() % (ulong)(text.Length + 1));
            text = (random.Next() % 2 == 0 ? "-" : "") + text[..point] + (point < text.Length ? "." + text[point..] : "");
            Assert.Equal(CellState.Number, NumberCell.Read(Encoding.UTF8.GetBytes(text), out double read));
            Assert.Equal(double.Parse(text, CultureInfo.InvariantCulture), read);
        }
    }
}
