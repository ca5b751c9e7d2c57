namespace NetThreat.IntegrationTests.Web;

/// <summary>A test in a real browser; skipped, with the reason, where there is no chromium.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BrowserFactAttribute : FactAttribute
{
    public BrowserFactAttribute()
    {
        if (!File.Exists(Browser.Executable)) Skip = $"no chromium at {Browser.Executable}: eng/setup --tests installs it, or set NETTHREAT_CHROMIUM";
    }
}
