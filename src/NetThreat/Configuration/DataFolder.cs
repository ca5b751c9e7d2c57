namespace NetThreat.Configuration;

/// <summary>The folder for what the process must not lose.</summary>
internal static class DataFolder
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>The configured folder, or the user's state folder (XDG Base Directory Specification, <c>$XDG_STATE_HOME</c>).</summary>
    /// <returns>An absolute path.</returns>
    public static string Resolve(DataOptions options, Func<string, string?> environment)
    {
        if (options.Folder.Length > 0) return Path.GetFullPath(options.Folder);
        var state = environment("XDG_STATE_HOME");
        // The specification: a relative path is invalid and ignored.
        if (string.IsNullOrEmpty(state) || !Path.IsPathFullyQualified(state))
            state = Path.Combine(Home(environment), ".local", "state");
        return Path.Combine(state, "netthreat");
    }

    /// <summary>Creates the folder, readable by its owner alone, and tries it.</summary>
    /// <returns>Null when it can be used; otherwise one line that says why not and what to do.</returns>
    public static string? Prepare(string folder)
    {
        try
        {
            if (OperatingSystem.IsWindows()) Directory.CreateDirectory(folder);
            else Directory.CreateDirectory(folder, OwnerOnly);
            var trial = Path.Combine(folder, $".trial-{Environment.ProcessId}");
            using (new FileStream(trial, FileMode.Create, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose)) { }
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return $"data folder {folder} cannot be written ({e.Message.TrimEnd('.')}): make it writable or set Data:Folder to another";
        }
    }

    private static string Home(Func<string, string?> environment) =>
        environment("HOME") is { Length: > 0 } home ? home : Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
}
