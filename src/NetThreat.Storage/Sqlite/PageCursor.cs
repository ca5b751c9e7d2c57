using System.Globalization;
using NetThreat.Core.Identity;

namespace NetThreat.Storage.Sqlite;

/// <summary>The place after the last row of a page, bound to its query: time, id and the query's fingerprint.</summary>
internal readonly record struct PageCursor(long Time, Id128 Id)
{
    /// <summary>Before every row of a list that goes from the newest to the oldest.</summary>
    public static PageCursor Start { get; } = new(long.MaxValue, new(ulong.MaxValue, ulong.MaxValue));

    /// <param name="query">The query without cursor and limit, as text.</param>
    public string Write(string query) => $"{Time.ToString("x16", CultureInfo.InvariantCulture)}{Id}{Fingerprint(query)}";

    /// <exception cref="ArgumentException">The cursor is not one of this query.</exception>
    public static PageCursor Read(string? text, string query)
    {
        if (text is null) return Start;
        if (text.Length == 64 && text.AsSpan(48).SequenceEqual(Fingerprint(query)) && Id128.TryParse(text[16..48], out var id)
            && long.TryParse(text.AsSpan(0, 16), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out long time)) return new(time, id);
        throw new ArgumentException("the cursor is not one of this query: begin without a cursor");
    }

    private static string Fingerprint(string query)
    {
        Span<byte> hash = stackalloc byte[32];
        System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(query), hash);
        return Convert.ToHexStringLower(hash[..8]);
    }
}
