using System.Globalization;

namespace NetThreat.Learning.Tables;

/// <summary>What a cell of a column of numbers says.</summary>
public enum CellState
{
    Number,
    Missing,
    Infinite,
    Bad,
}

/// <summary>Reads numbers as files spell them. The value is the float64 nearest to the text, rounded to float32, as other tools that read float64 give it.</summary>
public static class NumberCell
{
    private static readonly double[] PowersOfTen = [1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15];

    public static CellState Read(ReadOnlySpan<byte> cell, out double value)
    {
        if (ReadSimple(cell, out value)) return CellState.Number;
        cell = cell.Trim((byte)' ');
        if (IsMissing(cell)) return Give(CellState.Missing, double.NaN, out value);
        if (cell.Length <= 64 && double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && !double.IsNaN(value))
            return double.IsInfinity((float)value) ? CellState.Infinite : CellState.Number;
        return ReadWord(cell, out value);
    }

    // [-]digits[.digits] with up to 15 digits: both parts are exact in float64, so one division rounds correctly.
    private static bool ReadSimple(ReadOnlySpan<byte> cell, out double value)
    {
        value = 0;
        int i = cell.Length > 0 && cell[0] == '-' ? 1 : 0, point = -1, digits = 0;
        if (cell.Length - i > 16 || cell.Length == i) return false;
        long whole = 0;
        for (int j = i; j < cell.Length; j++)
        {
            int digit = cell[j] - '0';
            if ((uint)digit < 10)
            {
                whole = whole * 10 + digit;
                digits++;
            }
            else if (cell[j] == '.' && point < 0) point = j;
            else return false;
        }
        if (digits is 0 or > 15) return false;
        double magnitude = point < 0 ? whole : whole / PowersOfTen[cell.Length - 1 - point];
        value = i == 1 ? -magnitude : magnitude;
        return true;
    }

    private static bool IsMissing(ReadOnlySpan<byte> cell) => cell.Length switch
    {
        0 => true,
        1 => cell[0] is (byte)'-' or (byte)'?',
        2 => Same(cell, "na"u8),
        3 => Same(cell, "nan"u8) || Same(cell, "n/a"u8),
        4 => Same(cell, "null"u8) || Same(cell, "none"u8),
        7 => Same(cell, "(empty)"u8),
        _ => false,
    };

    // Hexadecimal ports (raw UNSW-NB15) and the words for infinity.
    private static CellState ReadWord(ReadOnlySpan<byte> cell, out double value)
    {
        bool negative = cell.Length > 1 && cell[0] == '-';
        var word = cell.Length > 1 && cell[0] is (byte)'-' or (byte)'+' ? cell[1..] : cell;
        if (Same(word, "inf"u8) || Same(word, "infinity"u8)) return Give(CellState.Infinite, negative ? double.NegativeInfinity : double.PositiveInfinity, out value);
        if (word.Length is > 2 and <= 10 && Same(word[..2], "0x"u8) && uint.TryParse(word[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out uint hex))
            return Give(CellState.Number, negative ? -(double)hex : hex, out value);
        return Give(CellState.Bad, double.NaN, out value);
    }

    private static bool Same(ReadOnlySpan<byte> cell, ReadOnlySpan<byte> word) => System.Text.Ascii.EqualsIgnoreCase(cell, word);

    private static CellState Give(CellState state, double given, out double value)
    {
        value = given;
        return state;
    }
}
