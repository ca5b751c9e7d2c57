namespace NetThreat.Packets.Applications;

/// <summary>Strings out of JSON without parsing it: enough for protocols of short lines of which one or two members matter.</summary>
internal static class JsonText
{
    /// <summary>The string of the first member with a name; nothing when it is absent or no string.</summary>
    /// <param name="quotedName">With its quotation marks.</param>
    public static ReadOnlySpan<byte> Member(ReadOnlySpan<byte> json, ReadOnlySpan<byte> quotedName)
    {
        for (int at = json.IndexOf(quotedName); at >= 0; at = json.IndexOf(quotedName))
        {
            json = json[(at + quotedName.Length)..];
            var rest = json.TrimStart(" \t"u8);
            if (rest.StartsWith(":"u8)) return First(rest[1..].TrimStart(" \t"u8));
        }

        return default;
    }

    /// <summary>The first string in an array that is the member's value.</summary>
    public static ReadOnlySpan<byte> FirstOf(ReadOnlySpan<byte> json, ReadOnlySpan<byte> quotedName)
    {
        int at = json.IndexOf(quotedName);
        if (at < 0) return default;
        var rest = json[(at + quotedName.Length)..].TrimStart(" \t:"u8);
        return rest.StartsWith("["u8) ? First(rest[1..].TrimStart(" \t"u8)) : default;
    }

    private static ReadOnlySpan<byte> First(ReadOnlySpan<byte> text) => text.StartsWith("\""u8) ? text[1..].Before((byte)'"') : default;
}
