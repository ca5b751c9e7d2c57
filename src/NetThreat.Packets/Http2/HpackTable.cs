namespace NetThreat.Packets.Http2;

/// <summary>Names and values by index: the static table (RFC 7541 appendix A), then the dynamic one, newest first (section 2.3).</summary>
internal sealed class HpackTable
{
    /// <summary>The size that a connection begins with (RFC 9113 section 6.5.2); a larger one that the peer sets is not followed.</summary>
    private const int MaxSize = 4096;

    private const int EntryOverhead = 32;

    private static readonly (string Name, string Value)[] Fixed =
    [
        (":authority", ""), (":method", "GET"), (":method", "POST"), (":path", "/"), (":path", "/index.html"), (":scheme", "http"), (":scheme", "https"),
        (":status", "200"), (":status", "204"), (":status", "206"), (":status", "304"), (":status", "400"), (":status", "404"), (":status", "500"),
        ("accept-charset", ""), ("accept-encoding", "gzip, deflate"), ("accept-language", ""), ("accept-ranges", ""), ("accept", ""), ("access-control-allow-origin", ""),
        ("age", ""), ("allow", ""), ("authorization", ""), ("cache-control", ""), ("content-disposition", ""), ("content-encoding", ""), ("content-language", ""),
        ("content-length", ""), ("content-location", ""), ("content-range", ""), ("content-type", ""), ("cookie", ""), ("date", ""), ("etag", ""), ("expect", ""),
        ("expires", ""), ("from", ""), ("host", ""), ("if-match", ""), ("if-modified-since", ""), ("if-none-match", ""), ("if-range", ""), ("if-unmodified-since", ""),
        ("last-modified", ""), ("link", ""), ("location", ""), ("max-forwards", ""), ("proxy-authenticate", ""), ("proxy-authorization", ""), ("range", ""), ("referer", ""),
        ("refresh", ""), ("retry-after", ""), ("server", ""), ("set-cookie", ""), ("strict-transport-security", ""), ("transfer-encoding", ""), ("user-agent", ""),
        ("vary", ""), ("via", ""), ("www-authenticate", ""),
    ];

    private readonly List<(string Name, string Value)> _entries = [];
    private int _size, _limit = MaxSize;

    public bool TryGet(int index, out (string Name, string Value) field)
    {
        field = default;
        if (index < 1 || index > Fixed.Length + _entries.Count) return false;
        field = index <= Fixed.Length ? Fixed[index - 1] : _entries[index - 1 - Fixed.Length];
        return true;
    }

    public void Add(string name, string value)
    {
        _entries.Insert(0, (name, value));
        _size += name.Length + value.Length + EntryOverhead;
        Shrink();
    }

    public void Resize(int limit)
    {
        _limit = Math.Min(limit, MaxSize);
        Shrink();
    }

    private void Shrink()
    {
        while (_size > _limit && _entries.Count > 0)
        {
            var (name, value) = _entries[^1];
            _size -= name.Length + value.Length + EntryOverhead;
            _entries.RemoveAt(_entries.Count - 1);
        }
    }
}
