using System.Runtime.InteropServices;

namespace NetThreat.Learning.Onnx.Scoring;

/// <summary>
/// Switches off what ONNX Runtime reports to its maker: where its native library is built with it, it keeps a database of events in the
/// user's cache and sends them. The library reads the process's own environment, which .NET's copy does not reach on Unix.
/// </summary>
internal static partial class RuntimeTelemetry
{
    internal const string Variable = "ORT_DISABLE_TELEMETRY";

    /// <summary>Must be called before the native library is loaded.</summary>
    public static void Disable()
    {
        Environment.SetEnvironmentVariable(Variable, "1");
        if (!OperatingSystem.IsWindows()) _ = SetVariable(Variable, "1", 1);
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetVariable(string name, string value, int overwrite);
}
