namespace NetThreat;

/// <summary>What the process returns: 0 good, 1 failed, 2 usage.</summary>
internal static class ExitCode
{
    public const int Good = 0;
    public const int Failed = 1;
    public const int Usage = 2;
}
