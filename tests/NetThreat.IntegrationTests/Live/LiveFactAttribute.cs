using System.ComponentModel;
using NetThreat.Testing;
using NetThreat.Testing.Network;

namespace NetThreat.IntegrationTests.Live;

/// <summary>A test that captures in a network namespace of its own; skipped, with the reason, where that is not possible.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class LiveFactAttribute : FactAttribute
{
    private static readonly Lazy<string?> s_reason = new(Try);

    public LiveFactAttribute() => Skip = s_reason.Value;

    /// <summary>It reads the shared data folder too.</summary>
    public bool NeedsData
    {
        get => false;
        set => Skip ??= value && Data.Root is null ? "no data folder: set NETTHREAT_DATA" : null;
    }

    private static string? Try()
    {
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess) return "live capture is tested as root on Linux alone";
        try
        {
            using var trial = NetworkNamespace.Create();
            trial.Run("taskset", "-c", "0", "tcpreplay", "--version");
            return null;
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception)
        {
            return $"live capture cannot be tested here: {e.Message}";
        }
    }
}
