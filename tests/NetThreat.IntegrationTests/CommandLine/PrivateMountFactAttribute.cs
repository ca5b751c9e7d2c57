using System.ComponentModel;
using System.Diagnostics;

namespace NetThreat.IntegrationTests.CommandLine;

/// <summary>A test that mounts a file system for a process of its own; skipped, with the reason, where that is not allowed.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class PrivateMountFactAttribute : FactAttribute
{
    private static readonly Lazy<string?> s_reason = new(Try);

    public PrivateMountFactAttribute() => Skip = s_reason.Value;

    /// <summary>The arguments of unshare(1) before the command.</summary>
    public static IReadOnlyList<string> Unshare { get; } = Environment.IsPrivilegedProcess ? ["--mount"] : ["--mount", "--map-root-user"];

    private static string? Try()
    {
        try
        {
            var start = new ProcessStartInfo("unshare", [.. Unshare, "mount", "-t", "tmpfs", "tmpfs", "/tmp"]) { RedirectStandardError = true };
            using var trial = Process.Start(start)!;
            string error = trial.StandardError.ReadToEnd();
            trial.WaitForExit();
            return trial.ExitCode == 0 ? null : $"no file system can be mounted here: {error.Trim()}";
        }
        catch (Win32Exception e)
        {
            return $"no file system can be mounted here: {e.Message}";
        }
    }
}
