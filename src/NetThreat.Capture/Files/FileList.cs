using System.IO.Enumeration;
using NetThreat.Core.Packets;

namespace NetThreat.Capture.Files;

/// <summary>
/// The files that people mean by a path, a folder or a pattern: <c>*</c> and <c>?</c> within one segment, <c>**</c> for any number of folders.
/// Values keep their order; what one value stands for is in name order (<see cref="NaturalOrder"/>).
/// </summary>
internal static class FileList
{
    /// <summary>More files than any rotation keeps; a pattern that finds more is a slip.</summary>
    private const int MaxFiles = 1_000_000;

    private static readonly EnumerationOptions s_anything = new() { IgnoreInaccessible = true, AttributesToSkip = FileAttributes.System };

    /// <param name="values">Files, folders, patterns, and <see cref="CaptureFile.StandardInput"/>.</param>
    /// <exception cref="CaptureException">A value stands for no file.</exception>
    public static IReadOnlyList<ListedFile> Expand(IEnumerable<string> values) => [.. values.SelectMany(Expand)];

    private static IEnumerable<ListedFile> Expand(string value)
    {
        if (value == CaptureFile.StandardInput) return [new(value, Named: true)];
        if (Directory.Exists(value)) return Sorted(Files(value, "*"), $"'{value}' is a folder without files: name one with captures");
        // A file may have a pattern's characters in its name.
        if (!IsPattern(value) || File.Exists(value)) return [new(value, Named: true)];
        return Sorted(Match(value), $"no file matches '{value}': check the pattern");
    }

    private static bool IsPattern(string value) => value.AsSpan().ContainsAny('*', '?');

    private static ListedFile[] Sorted(IEnumerable<string> files, string none)
    {
        ListedFile[] list = [.. files.Take(MaxFiles).Order(NaturalOrder.Comparer).Select(f => new ListedFile(f, Named: false))];
        return list.Length > 0 ? list : throw new CaptureException(none);
    }

    private static IEnumerable<string> Match(string pattern)
    {
        string root = Path.IsPathRooted(pattern) ? Path.GetPathRoot(pattern)! : "";
        string[] segments = pattern[root.Length..].Split([Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar], StringSplitOptions.RemoveEmptyEntries);
        IEnumerable<string> folders = [root];
        foreach (string segment in segments.SkipLast(1)) folders = folders.SelectMany(f => Folders(f, segment));
        string last = segments[^1];
        return (last == "**" ? folders.SelectMany(Below).SelectMany(f => Files(f, "*")) : folders.SelectMany(f => Files(f, last))).Distinct();
    }

    private static IEnumerable<string> Folders(string folder, string segment)
    {
        if (segment == "**") return Below(folder);
        if (IsPattern(segment)) return Matching(Directory.EnumerateDirectories(Real(folder), "*", s_anything), folder, segment);
        string named = Path.Combine(folder, segment);
        return Directory.Exists(named) ? [named] : [];
    }

    private static IEnumerable<string> Below(string folder) =>
        Directory.EnumerateDirectories(Real(folder), "*", new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true })
            .Select(d => Path.Combine(folder, Path.GetRelativePath(Real(folder), d))).Prepend(folder);

    private static IEnumerable<string> Files(string folder, string segment) => Matching(Directory.EnumerateFiles(Real(folder), "*", s_anything), folder, segment);

    /// <summary>Hidden entries are meant only by a pattern that begins with a dot, as in a shell.</summary>
    private static IEnumerable<string> Matching(IEnumerable<string> entries, string folder, string segment) => entries.Select(e => Path.GetFileName(e))
        .Where(n => FileSystemName.MatchesSimpleExpression(segment, n, ignoreCase: false) && (n[0] != '.' || segment[0] == '.'))
        .Select(n => Path.Combine(folder, n));

    private static string Real(string folder) => folder.Length == 0 ? "." : folder;
}

/// <summary>A file to read.</summary>
/// <param name="Named">People named it: it must be a capture. What a folder or a pattern brought need not be.</param>
internal sealed record ListedFile(string Path, bool Named);
