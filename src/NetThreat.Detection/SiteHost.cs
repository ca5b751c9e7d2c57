using NetThreat.Core.Net;

namespace NetThreat.Detection;

/// <summary>A host: an address in the namespace of its site.</summary>
internal readonly record struct SiteHost(string Site, Address Address) : IComparable<SiteHost>
{
    public int CompareTo(SiteHost other) => Address.CompareTo(other.Address) is var c and not 0 ? c : string.CompareOrdinal(Site, other.Site);

    public override string ToString() => $"{Address}@{Site}";

    public static SiteHost Parse(string text)
    {
        int at = text.IndexOf('@', StringComparison.Ordinal);
        return new(text[(at + 1)..], Address.Parse(text[..at]));
    }

    public static bool operator <(SiteHost a, SiteHost b) => a.CompareTo(b) < 0;

    public static bool operator >(SiteHost a, SiteHost b) => a.CompareTo(b) > 0;

    public static bool operator <=(SiteHost a, SiteHost b) => a.CompareTo(b) <= 0;

    public static bool operator >=(SiteHost a, SiteHost b) => a.CompareTo(b) >= 0;
}
