using Microsoft.Playwright;
using NetThreat.IntegrationTests.CommandLine;
using NetThreat.IntegrationTests.Web;
using NetThreat.Testing;
using static Microsoft.Playwright.Assertions;

namespace NetThreat.IntegrationTests.Running;

/// <summary>The whole product as its first user meets it: the demo in a process of its own, seen in a browser.</summary>
public sealed class DemoTests(Browser browser) : IClassFixture<Browser>, IDisposable
{
    // The live page must show the flood that begins 30 s into the simulation, 7.5 s after the start at this pace.
    private static readonly LocatorAssertionsToBeVisibleOptions s_patient = new() { Timeout = 120_000 };

    private readonly ScratchFolder _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [BrowserFact]
    public async Task The_demo_shows_two_attacks_live_and_keeps_them()
    {
        string[] settings = ["--set", $"Data:Folder={_scratch.Path}", "--set", "Web:Port=0"];
        string password;
        await using (var demo = await RunningSystem.StartAsync(["demo", "--pace", "4", .. settings]))
        {
            password = demo.Password!;
            await using var visitor = await browser.VisitAsync(await demo.AddressAsync(), colors: ColorScheme.Dark);
            using var api = await ApiClient.SignInAsync(await demo.AddressAsync(), password);
            await visitor.SignInAsync("admin", password);
            await SeeBothArriveAsync(visitor.Page);
            await OpenTheScanAsync(visitor);
            string totals = await visitor.Page.Locator(".sensor-totals").InnerTextAsync();
            await OfficeGoesOnAsync(api);
            await Expect(visitor.Page.Locator(".sensor-totals")).Not.ToHaveTextAsync(totals);
            Assert.Equal(DemoStory.Incidents, await api.IncidentsAsync());
            await NobodyOfTheOfficeAttacksAsync(api);
            await LedgerCheck.AllBalancedAsync(api);
            await PictureAsync(await demo.AddressAsync(), password, visitor);
            Assert.Equal("", visitor.Complaints);
            Assert.Equal(0, await demo.InterruptAsync());
            Assert.All(demo.Lines, l => Assert.StartsWith("netthreat: ", l, StringComparison.Ordinal));
        }

        await using var later = await RunningSystem.StartAsync(["run", .. settings]);
        Assert.Null(later.Password);
        await using var returning = await browser.VisitAsync(await later.AddressAsync());
        await returning.SignInAsync("admin", password);
        await Expect(Row(returning.Page, "Port scan from")).ToBeVisibleAsync();
        await Expect(returning.Page.Locator(".row")).ToHaveCountAsync(DemoStory.Incidents.Count);
        Assert.Equal("", returning.Complaints);
        Assert.Equal(0, await later.InterruptAsync());
    }

    private static ILocator Row(IPage page, string title) => page.GetByRole(AriaRole.Link, new() { Name = title });

    private static async Task SeeBothArriveAsync(IPage page)
    {
        await page.EvaluateAsync("window.sameVisit = true");
        await Expect(Row(page, $"Port scan from {DemoStory.Scanner} against {DemoStory.Scanned}")).ToBeVisibleAsync(s_patient);
        await Expect(Row(page, $"against {DemoStory.Flooded}")).ToBeVisibleAsync(s_patient);
        await Expect(page.Locator(".row .technique .mono")).ToHaveTextAsync(["T1499.001", "T1046"], new() { Timeout = 120_000 });
        Assert.True(await page.EvaluateAsync<bool>("window.sameVisit === true"), "the page was loaded again");
    }

    private static async Task OpenTheScanAsync(Visitor visitor)
    {
        var page = visitor.Page;
        await Row(page, "Port scan from").ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = $"Port scan from {DemoStory.Scanner}" })).ToBeFocusedAsync();
        await Expect(page.GetByRole(AriaRole.Row, new() { Name = "Failed ports on one target" }).First.Locator("b")).ToHaveTextAsync(new System.Text.RegularExpressions.Regex("^[1-9][0-9,]+$"));
        var flows = page.GetByRole(AriaRole.Region, new() { Name = "Example flows" });
        await Expect(flows.GetByRole(AriaRole.Row).Nth(1)).ToContainTextAsync(DemoStory.Scanner);
        await Expect(flows.GetByRole(AriaRole.Row).Nth(1)).ToContainTextAsync($"{DemoStory.Scanned}:");
    }

    /// <summary>Waits until the simulated office has worked for a while after the last attack.</summary>
    private static async Task OfficeGoesOnAsync(ApiClient api)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        var flood = await LastActivityAsync(api);
        while ((await api.ItemsAsync("sensors"))[0].GetProperty("eventTime").GetDateTimeOffset() < flood + TimeSpan.FromSeconds(40))
        {
            await timer.WaitForNextTickAsync();
            flood = await LastActivityAsync(api);
        }
    }

    private static async Task<DateTimeOffset> LastActivityAsync(ApiClient api) =>
        (await api.ItemsAsync("incidents")).Max(i => i.GetProperty("last").GetDateTimeOffset());

    private static async Task NobodyOfTheOfficeAttacksAsync(ApiClient api)
    {
        foreach (var incident in await api.ItemsAsync("incidents"))
            Assert.All(incident.GetProperty("attackers").GetProperty("sample").EnumerateArray(), a => Assert.DoesNotMatch(@"^10\.20\.", a.GetString()));
        var hosts = (await api.ItemsAsync("flows?limit=1000")).Select(f => f.GetProperty("originator").GetProperty("address").GetString()!).Where(a => a.StartsWith("10.20.", StringComparison.Ordinal)).Distinct();
        foreach (string host in hosts.Except([DemoStory.Scanned, DemoStory.Flooded])) Assert.Empty(await api.ItemsAsync($"incidents?host={host}"));
    }

    /// <summary>Both themes; the picture of the documentation is replaced only where that is asked for.</summary>
    private async Task PictureAsync(Uri address, string password, Visitor dark)
    {
        await dark.ScreenshotAsync("demo-dark-1440", fullPage: true);
        await using var light = await browser.VisitAsync(address);
        await light.SignInAsync("admin", password);
        await Expect(light.Page.Locator(".chart-line")).ToBeVisibleAsync();
        await light.ScreenshotAsync("demo-light-1440", fullPage: true);
        Assert.Equal("", light.Complaints);
        if (Environment.GetEnvironmentVariable("NETTHREAT_UPDATE_SCREENSHOTS") == "1")
            File.Copy(Path.Combine(Data.Repository, "artifacts", "screenshots", "demo-dark-1440.png"), Path.Combine(Data.Repository, "docs", "dashboard.png"), overwrite: true);
    }
}
