using System.Globalization;
using NetThreat.Core.Identity;
using NetThreat.Core.Stores;

namespace NetThreat.Testing.Stores;

/// <summary>Cursor paging over rows that are sorted newest first.</summary>
internal static class MemoryPages
{
    public static Page<T> Take<T>(IEnumerable<T> sorted, Func<T, (long Time, Id128 Id)> key, string query, int limit, string? cursor)
    {
        if (cursor is not null)
        {
            var parts = cursor.Split('|', 3);
            if (parts.Length != 3 || parts[2] != query) throw new ArgumentException("the cursor is not one of this query: begin without a cursor");
            long time = long.Parse(parts[0], CultureInfo.InvariantCulture);
            Assert(Id128.TryParse(parts[1], out var id));
            sorted = sorted.Where(r => key(r).CompareTo((time, id)) < 0);
        }
        var rows = sorted.Take(limit + 1).ToList();
        if (rows.Count <= limit) return new(rows, null);
        rows.RemoveAt(limit);
        var (lastTime, lastId) = key(rows[^1]);
        return new(rows, string.Create(CultureInfo.InvariantCulture, $"{lastTime}|{lastId}|{query}"));
    }

    private static void Assert(bool parsed)
    {
        if (!parsed) throw new ArgumentException("the cursor is not one of this query: begin without a cursor");
    }
}
