using Microsoft.Playwright;
using NetThreat.Testing.Samples;
using NetThreat.Tests.Web;
using static Microsoft.Playwright.Assertions;

namespace NetThreat.IntegrationTests.Web;

/// <summary>What a person sees and does.</summary>
public sealed class DashboardBrowserTests(Browser browser) : IClassFixture<Browser>
{
    private static readonly int[] s_widths = [1440, 390];

    [BrowserFact]
    public async Task An_incident_appears_while_the_page_is_open_and_shows_its_evidence()
    {
        await using var server = await DashboardServer.StartAsync();
        await using var visitor = await browser.VisitAsync(server.Address);
        var page = visitor.Page;
        await visitor.SignInAsync("admin", server.Password);
        await Expect(page.GetByText("No incidents.")).ToBeVisibleAsync();
        await visitor.ScreenshotAsync("empty-light-1440");

        await server.Flows.WriteAsync(AttackStory.Flows, default);
        await server.PublishAsync(AttackStory.PortScan());
        var row = page.GetByRole(AriaRole.Link, new() { Name = "Port scan from 203.0.113.66" });
        await Expect(row).ToBeVisibleAsync();

        await row.ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Port scan from 203.0.113.66" })).ToBeFocusedAsync();
        await Expect(page.GetByText("996 gave no service")).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Row, new() { Name = "Failed ports on one target" }).First).ToContainTextAsync("996");
        await Expect(page.GetByRole(AriaRole.Region, new() { Name = "Example flows" })).ToContainTextAsync("10.20.0.15:22");
        await Expect(page.Locator(".panel .technique")).ToContainTextAsync("Network Service Discovery");

        await page.GetByRole(AriaRole.Button, new() { Name = "Acknowledge", Exact = true }).ClickAsync();
        await Expect(page.Locator(".panel .chip")).ToHaveTextAsync("Acknowledged");
        await Expect(page.Locator(".rows .chip")).ToHaveTextAsync("Acknowledged");
        await page.Keyboard.PressAsync("Escape");
        Assert.Equal("", visitor.Complaints);
    }

    [BrowserFact]
    public async Task What_the_models_say_is_shown_with_its_numbers()
    {
        await using var server = await DashboardServer.StartAsync();
        var flow = AttackStory.Flows[3];
        var score = FindingSamples.Score(new Random(3)) with { Flow = flow.Record.Id, Anomaly = 0.0004 };
        server.Scorer.Answer = score;
        await server.Flows.WriteAsync(AttackStory.Flows, default);
        var scan = AttackStory.PortScan();
        await server.PublishAsync(scan with { Findings = [.. scan.Findings.Select(f => f with { Scores = [score] })] });
        await using var visitor = await browser.VisitAsync(server.Address);
        var page = visitor.Page;
        await visitor.SignInAsync("admin", server.Password);
        await page.GetByRole(AriaRole.Link, new() { Name = "Port scan from 203.0.113.66" }).ClickAsync();
        var models = page.Locator(".scores").First;
        await Expect(models).ToContainTextAsync("benign-forest@1");
        await Expect(models).ToContainTextAsync("attacks@2");
        await Expect(models.GetByText("Why, by")).ToBeVisibleAsync();
        await Expect(models).ToContainTextAsync("Typical");
        await Expect(page.GetByRole(AriaRole.Region, new() { Name = "Example flows" })).ToContainTextAsync("p = 4.0e-4");
        await visitor.ScreenshotAsync("models-light-1440", fullPage: true);
        Assert.Equal("", visitor.Complaints);
    }

    [BrowserFact]
    public async Task The_page_is_whole_in_both_themes_and_at_both_widths()
    {
        await using var server = await DashboardServer.StartAsync();
        await server.Flows.WriteAsync(AttackStory.Flows, default);
        await server.PublishAsync([.. AttackStory.All]);
        await using var reports = new SteadySensor(server);
        foreach (int width in s_widths)
        {
            foreach (var colors in new[] { ColorScheme.Light, ColorScheme.Dark })
            {
                string kind = $"{(colors == ColorScheme.Dark ? "dark" : "light")}-{width}";
                await using var visitor = await browser.VisitAsync(server.Address, width, width == 390 ? 844 : 900, colors);
                await visitor.Page.GotoAsync("/");
                await visitor.ScreenshotAsync($"sign-in-{kind}");
                await visitor.SignInAsync("admin", server.Password);
                await Expect(visitor.Page.Locator(".chart-line")).ToBeVisibleAsync();
                await visitor.ScreenshotAsync($"dashboard-{kind}", fullPage: true);
                await visitor.Page.GetByRole(AriaRole.Link, new() { Name = "Port scan from" }).ClickAsync();
                await Expect(visitor.Page.GetByRole(AriaRole.Region, new() { Name = "Example flows" })).ToBeVisibleAsync();
                await visitor.ScreenshotAsync($"incident-{kind}", fullPage: true);
                int overflow = await visitor.Page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth");
                Assert.Equal(0, overflow);
                Assert.Equal("", visitor.Complaints);
            }
        }
    }

    [BrowserFact]
    public async Task The_theme_that_was_chosen_is_remembered()
    {
        await using var server = await DashboardServer.StartAsync();
        await using var visitor = await browser.VisitAsync(server.Address);
        await visitor.SignInAsync("admin", server.Password);
        await Expect(visitor.Page.Locator("html")).ToHaveAttributeAsync("data-theme", "auto");
        await visitor.Page.Locator("[data-theme-toggle]").ClickAsync();
        await Expect(visitor.Page.Locator("html")).ToHaveAttributeAsync("data-theme", "dark");
        await visitor.Page.ReloadAsync();
        await visitor.LiveAsync();
        await Expect(visitor.Page.Locator("html")).ToHaveAttributeAsync("data-theme", "dark");
        Assert.Equal("", visitor.Complaints);
    }

    [BrowserFact]
    public async Task A_wrong_password_is_said_and_signing_out_ends_the_session()
    {
        await using var server = await DashboardServer.StartAsync();
        await using var visitor = await browser.VisitAsync(server.Address);
        var page = visitor.Page;
        await page.GotoAsync("/");
        await page.GetByLabel("Name").FillAsync("admin");
        await page.GetByLabel("Password").FillAsync("not the password");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToHaveTextAsync("Wrong name or password.");
        await visitor.SignInAsync("admin", server.Password);
        await page.GetByLabel("Account of admin").ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Sign in" })).ToBeVisibleAsync();
        await page.GotoAsync("/");
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Sign in" })).ToBeVisibleAsync();
        Assert.Equal("", visitor.Complaints);
    }

    [BrowserFact]
    public async Task Thousands_of_incidents_are_paged()
    {
        await using var server = await DashboardServer.StartAsync();
        var random = new Random(7);
        for (int i = 0; i < 50; i++) await server.PublishAsync([.. Enumerable.Range(0, 100).Select(_ => FindingSamples.Incident(random))]);
        await using var visitor = await browser.VisitAsync(server.Address);
        var page = visitor.Page;
        await visitor.SignInAsync("admin", server.Password);
        await Expect(page.Locator(".row")).ToHaveCountAsync(20);
        string first = await page.Locator(".row a").First.GetAttributeAsync("href") ?? "";
        await page.GetByRole(AriaRole.Button, new() { Name = "Older" }).ClickAsync();
        await Expect(page.GetByText("Page 2")).ToBeVisibleAsync();
        await Expect(page.Locator($".row a[href='{first}']")).ToHaveCountAsync(0);
        await page.GetByRole(AriaRole.Button, new() { Name = "Newer" }).ClickAsync();
        await Expect(page.Locator(".row a").First).ToHaveAttributeAsync("href", first);
        Assert.Equal("", visitor.Complaints);
    }
}
