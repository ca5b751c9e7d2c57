using System.Text;

namespace NetThreat.Packets.Applications;

/// <summary>Looks at bytes as text.</summary>
internal static class TextBytes
{
    /// <summary>ASCII letters compare without case.</summary>
    public static bool StartsWithText(this ReadOnlySpan<byte> text, ReadOnlySpan<byte> prefix) =>
        text.Length >= prefix.Length && Ascii.EqualsIgnoreCase(text[..prefix.Length], prefix);

    public static bool IsText(this ReadOnlySpan<byte> text, ReadOnlySpan<byte> other) => Ascii.EqualsIgnoreCase(text, other);

    /// <summary>Finds ASCII text without case.</summary>
    public static bool ContainsText(this ReadOnlySpan<byte> text, ReadOnlySpan<byte> part)
    {
        for (int i = 0; i + part.Length <= text.Length; i++)
            if (Ascii.EqualsIgnoreCase(text.Slice(i, part.Length), part)) return true;
        return false;
    }

    /// <summary>Not empty, and every byte is printable ASCII.</summary>
    public static bool IsPrintable(this ReadOnlySpan<byte> text) => !text.IsEmpty && text.IndexOfAnyExceptInRange((byte)0x20, (byte)0x7E) < 0;

    /// <summary>The bytes before the first separator; all without one.</summary>
    public static ReadOnlySpan<byte> Before(this ReadOnlySpan<byte> text, byte separator)
    {
        int at = text.IndexOf(separator);
        return at < 0 ? text : text[..at];
    }

    /// <summary>The bytes behind the first separator; nothing without one.</summary>
    public static ReadOnlySpan<byte> After(this ReadOnlySpan<byte> text, byte separator)
    {
        int at = text.IndexOf(separator);
        return at < 0 ? default : text[(at + 1)..];
    }

    /// <summary>Splits off the first word and the blanks behind it.</summary>
    public static ReadOnlySpan<byte> Word(ref ReadOnlySpan<byte> text)
    {
        var trimmed = text.TrimStart((byte)' ');
        var word = trimmed.Before((byte)' ');
        text = trimmed[word.Length..].TrimStart((byte)' ');
        return word;
    }

    /// <summary>Three digits and then a blank, a hyphen or the end, as replies of FTP, SMTP and NNTP begin; 0 for anything else.</summary>
    public static int ReplyCode(this ReadOnlySpan<byte> line)
    {
        if (line.Length < 3 || (line.Length > 3 && line[3] is not ((byte)' ' or (byte)'-'))) return 0;
        int code = 0;
        for (int i = 0; i < 3; i++)
        {
            if (!char.IsAsciiDigit((char)line[i])) return 0;
            code = (code * 10) + line[i] - '0';
        }

        return code;
    }

    /// <summary>A decimal number of at most nine digits; -1 for anything else.</summary>
    public static int Decimal(this ReadOnlySpan<byte> digits)
    {
        if (digits.IsEmpty || digits.Length > 9) return -1;
        int value = 0;
        foreach (byte b in digits)
        {
            if (!char.IsAsciiDigit((char)b)) return -1;
            value = (value * 10) + b - '0';
        }

        return value;
    }
}
