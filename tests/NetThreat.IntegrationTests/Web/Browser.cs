using System.Text;
using Microsoft.Playwright;
using NetThreat.Testing;

namespace NetThreat.IntegrationTests.Web;

/// <summary>One headless chromium for the tests of a collection.</summary>
public sealed class Browser : IAsyncLifetime
{
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public static string Executable { get; } = Environment.GetEnvironmentVariable("NETTHREAT_CHROMIUM") is { Length: > 0 } named ? named : "/usr/bin/chromium";

    public async Task InitializeAsync()
    {
        if (!File.Exists(Executable)) return;
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Executable,
            Headless = true,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
    }

    public async Task DisposeAsync()
    {
        if (_browser is not null) await _browser.DisposeAsync();
        _playwright?.Dispose();
    }

    /// <summary>A fresh visitor: no cookies, nothing remembered.</summary>
    public async Task<Visitor> VisitAsync(Uri site, int width = 1440, int height = 900, ColorScheme colors = ColorScheme.Light)
    {
        var context = await _browser!.NewContextAsync(new() { BaseURL = site.ToString(), ViewportSize = new() { Width = width, Height = height }, ColorScheme = colors, ReducedMotion = ReducedMotion.Reduce });
        return new(context, await context.NewPageAsync());
    }
}

/// <summary>A visitor's page, and everything the browser complained about.</summary>
public sealed class Visitor : IAsyncDisposable
{
    private readonly IBrowserContext _context;
    private readonly StringBuilder _complaints = new();

    internal Visitor(IBrowserContext context, IPage page)
    {
        (_context, Page) = (context, page);
        page.Console += (_, message) => { if (message.Type is "error" or "warning") Complain($"{message.Type}: {message.Text}"); };
        page.PageError += (_, error) => Complain($"page error: {error}");
        page.Response += (_, response) => { if (response.Status >= 400) Complain($"{response.Status} {response.Url}"); };
    }

    public IPage Page { get; }

    /// <summary>Console errors and warnings, script errors and failed requests; empty when all is well.</summary>
    public string Complaints
    {
        get { lock (_complaints) return _complaints.ToString(); }
    }

    /// <summary>Signs in through the form and waits until the dashboard is live.</summary>
    public async Task SignInAsync(string name, string password)
    {
        await Page.GotoAsync("/");
        await Page.GetByLabel("Name").FillAsync(name);
        await Page.GetByLabel("Password").FillAsync(password);
        await Page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await LiveAsync();
    }

    /// <summary>Waits for the marker that the page answers to clicks.</summary>
    public Task LiveAsync() => Page.Locator("main[data-interactive]").WaitForAsync();

    /// <summary>Saves what is seen under artifacts/screenshots.</summary>
    public Task ScreenshotAsync(string name, bool fullPage = false)
    {
        string folder = Path.Combine(Data.Repository, "artifacts", "screenshots");
        Directory.CreateDirectory(folder);
        return Page.ScreenshotAsync(new() { Path = Path.Combine(folder, name + ".png"), FullPage = fullPage });
    }

    public ValueTask DisposeAsync() => _context.DisposeAsync();

    private void Complain(string text)
    {
        lock (_complaints) _complaints.AppendLine(text);
    }
}
