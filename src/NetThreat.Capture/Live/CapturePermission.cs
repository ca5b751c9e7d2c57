namespace NetThreat.Capture.Live;

/// <summary>What to tell a user who may not capture.</summary>
internal static class CapturePermission
{
    public static string Advice(string name) =>
        $"'{name}' cannot be captured by this user: run as root, or grant it once with 'sudo setcap cap_net_raw+ep {Environment.ProcessPath}'";
}
